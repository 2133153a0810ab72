# METADATA
# title: AI services account has no managed identity
# description: >-
#   Without one it cannot use keys of a vault or storage without passwords.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/ai-services/authentication
# custom:
#   id: DH_AZURE_COGNITIVE_003
#   severity: low
#   group: security
#   provider: azure
#   service: cognitive
#   resource_types: [azurerm_cognitive_account]
#   attributes: [identity]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give the identity the roles it needs.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV_AZURE_238]
package dharma.security.azure_cognitive_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AI services account has no managed identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cognitive_account"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
