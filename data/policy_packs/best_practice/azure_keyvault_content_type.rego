# METADATA
# title: Key vault secret does not say what it is
# description: >-
#   Whoever finds the secret cannot tell a password from a connection string or a certificate,
#   nor which tool renews it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
# custom:
#   id: DH_AZURE_KEYVAULT_008
#   severity: low
#   group: best_practice
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault_secret]
#   remediation: >-
#     Set content_type, such as password or connection-string.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#   twins: [CKV_AZURE_114, AVD-AZU-0015, azure-keyvault-content-type-for-secret]
package dharma.best_practice.azure_keyvault_content_type

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault secret does not say what it is", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault_secret"
	not described(rc)
]

described(rc) if {
	is_string(rc.change.after.content_type)
	rc.change.after.content_type != ""
}

described(rc) if rc.change.after_unknown.content_type == true
