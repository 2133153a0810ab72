# METADATA
# title: Service Bus namespace can be used with its access keys
# description: >-
#   A key has no owner and no expiry, and leaves no name in the logs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/service-bus-messaging/disable-local-authentication
# custom:
#   id: DH_AZURE_SERVICEBUS_003
#   severity: medium
#   group: security
#   provider: azure
#   service: servicebus
#   resource_types: [azurerm_servicebus_namespace]
#   attributes: [local_auth_enabled]
#   remediation: >-
#     Give senders and receivers roles, then set local_auth_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-6", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.2"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_203]
package dharma.security.azure_servicebus_local_auth

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service Bus namespace can be used with its access keys", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_servicebus_namespace"
	not rc.change.after.local_auth_enabled == false
]
