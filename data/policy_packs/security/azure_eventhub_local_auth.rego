# METADATA
# title: Event Hubs namespace can be used with its access keys
# description: >-
#   A key has no owner and no expiry, and leaves no name in the logs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/event-hubs/authenticate-application
# custom:
#   id: DH_AZURE_EVENTHUB_002
#   severity: medium
#   group: security
#   provider: azure
#   service: eventhub
#   resource_types: [azurerm_eventhub_namespace]
#   attributes: [local_authentication_enabled]
#   remediation: >-
#     Give senders and receivers roles, then set local_authentication_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-6", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.2"]
#     HIPAA: ["164.312(d)"]
package dharma.security.azure_eventhub_local_auth

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Event Hubs namespace can be used with its access keys", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_eventhub_namespace"
	not rc.change.after.local_authentication_enabled == false
]
