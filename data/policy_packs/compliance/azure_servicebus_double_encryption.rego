# METADATA
# title: Service Bus namespace encrypts its messages only once
# description: >-
#   Infrastructure encryption adds a second layer with another algorithm and key.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key
# custom:
#   id: DH_AZURE_SERVICEBUS_005
#   severity: low
#   group: compliance
#   provider: azure
#   service: servicebus
#   resource_types: [azurerm_servicebus_namespace]
#   attributes: ["customer_managed_key[].infrastructure_encryption_enabled"]
#   remediation: >-
#     Set infrastructure_encryption_enabled to true in customer_managed_key (tier Premium).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_199]
package dharma.compliance.azure_servicebus_double_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service Bus namespace encrypts its messages only once", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_servicebus_namespace"
	not twice(rc)
]

twice(rc) if {
	some key in rc.change.after.customer_managed_key
	key.infrastructure_encryption_enabled == true
}
