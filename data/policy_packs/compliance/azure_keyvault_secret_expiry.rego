# METADATA
# title: Key vault secret never expires
# description: >-
#   A password without an end is good for years after it leaked; an expiry date makes its
#   renewal somebody's task.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
# custom:
#   id: DH_AZURE_KEYVAULT_007
#   severity: medium
#   group: compliance
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault_secret]
#   remediation: >-
#     Set expiration_date.
#   frameworks:
#     CIS Azure 2.1: ["8.3", "8.4"]
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.3"]
#   twins: [CKV_AZURE_41, AVD-AZU-0017, azure-keyvault-ensure-secret-expiry]
package dharma.compliance.azure_keyvault_secret_expiry

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault secret never expires", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault_secret"
	not expires(rc)
]

expires(rc) if {
	is_string(rc.change.after.expiration_date)
	rc.change.after.expiration_date != ""
}

# Reckoned from something that is known after apply.
expires(rc) if rc.change.after_unknown.expiration_date == true
