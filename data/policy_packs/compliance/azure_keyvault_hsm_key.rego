# METADATA
# title: Key vault key is kept in software
# description: >-
#   Only a key made in a hardware security module can never leave it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/keys/about-keys
# custom:
#   id: DH_AZURE_KEYVAULT_009
#   severity: low
#   group: compliance
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault_key]
#   attributes: [key_type]
#   remediation: >-
#     Set key_type to RSA-HSM or EC-HSM (the vault needs sku_name premium).
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-13"]
#     PCI DSS 4.0.1: ["3.6.1.2"]
#   twins: [CKV_AZURE_112]
package dharma.compliance.azure_keyvault_hsm_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault key is kept in software", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault_key"
	not rc.change.after.key_type in ["RSA-HSM", "EC-HSM"]
]
