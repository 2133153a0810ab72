# METADATA
# title: Key vault grants access by policies of its own instead of roles
# description: >-
#   Access policies give rights over every key, secret and certificate of the vault, and whoever
#   may write the vault may grant them to himself; roles can be given for one secret, and
#   reviewed like all others.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/rbac-guide
# custom:
#   id: DH_AZURE_KEYVAULT_005
#   severity: low
#   group: security
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   attributes: [rbac_authorization_enabled]
#   defaults:
#     rbac_authorization_enabled: false
#     enable_rbac_authorization: false
#   remediation: >-
#     Assign roles to those who use the vault, then set rbac_authorization_enabled to true.
#   frameworks:
#     CIS Azure 2.1: ["8.6"]
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
package dharma.security.azure_keyvault_rbac

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault grants access by policies of its own instead of roles", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	not by_roles(rc)
]

by_roles(rc) if rc.change.after.rbac_authorization_enabled == true

# As earlier versions of the provider call it.
by_roles(rc) if rc.change.after.enable_rbac_authorization == true
