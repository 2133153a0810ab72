# METADATA
# title: Event Hubs namespace can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals a key can read and write events from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/event-hubs/network-security
# custom:
#   id: DH_AZURE_EVENTHUB_003
#   severity: medium
#   group: security
#   provider: azure
#   service: eventhub
#   resource_types: [azurerm_eventhub_namespace]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the namespace a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_eventhub_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Event Hubs namespace can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_eventhub_namespace"
	not rc.change.after.public_network_access_enabled == false
]
