# METADATA
# title: Web PubSub service has no managed identity
# description: >-
#   Without one it cannot call event handlers without shared secrets.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-web-pubsub/howto-use-managed-identity
# custom:
#   id: DH_AZURE_PUBSUB_002
#   severity: low
#   group: security
#   provider: azure
#   service: pubsub
#   resource_types: [azurerm_web_pubsub]
#   attributes: [identity]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give the identity the roles it needs.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV_AZURE_176]
package dharma.security.azure_pubsub_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web PubSub service has no managed identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_web_pubsub"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
