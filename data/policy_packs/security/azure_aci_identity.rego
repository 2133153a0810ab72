# METADATA
# title: Container group has no managed identity
# description: >-
#   Without one the containers need passwords and keys in their settings.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-instances/container-instances-managed-identity
# custom:
#   id: DH_AZURE_ACI_003
#   severity: low
#   group: security
#   provider: azure
#   service: aci
#   resource_types: [azurerm_container_group]
#   attributes: [identity]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give the identity the roles it needs.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV2_AZURE_28]
package dharma.security.azure_aci_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container group has no managed identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_group"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
