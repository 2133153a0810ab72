# METADATA
# title: Service Bus namespace has no identity of its own
# description: >-
#   It cannot use a key of a key vault, and other services cannot give it a role.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-managed-service-identity
# custom:
#   id: DH_AZURE_SERVICEBUS_006
#   severity: low
#   group: best_practice
#   provider: azure
#   service: servicebus
#   resource_types: [azurerm_servicebus_namespace]
#   attributes: ["identity[].type"]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give it roles in place of keys and passwords.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-2", "IA-9"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AZURE_202]
package dharma.best_practice.azure_servicebus_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service Bus namespace has no identity of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_servicebus_namespace"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
