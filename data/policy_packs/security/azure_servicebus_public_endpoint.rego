# METADATA
# title: Service Bus namespace can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals a key can take and put messages from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/service-bus-messaging/private-link-service
# custom:
#   id: DH_AZURE_SERVICEBUS_002
#   severity: medium
#   group: security
#   provider: azure
#   service: servicebus
#   resource_types: [azurerm_servicebus_namespace]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the namespace (tier Premium) a private endpoint and set public_network_access_enabled
#     to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_204]
package dharma.security.azure_servicebus_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service Bus namespace can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_servicebus_namespace"
	not rc.change.after.public_network_access_enabled == false
]
