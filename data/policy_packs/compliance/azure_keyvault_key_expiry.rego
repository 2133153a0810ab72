# METADATA
# title: Key vault key never expires
# description: >-
#   A key without an end is used for as long as nobody remembers it; an expiry date makes its
#   renewal somebody's task.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/keys/about-keys-details
# custom:
#   id: DH_AZURE_KEYVAULT_006
#   severity: medium
#   group: compliance
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault_key]
#   remediation: >-
#     Set expiration_date.
#   frameworks:
#     CIS Azure 2.1: ["8.1", "8.2"]
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.7.4"]
#   twins: [CKV_AZURE_40, AVD-AZU-0014, azure-keyvault-ensure-key-expiry]
package dharma.compliance.azure_keyvault_key_expiry

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault key never expires", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault_key"
	not expires(rc)
]

expires(rc) if {
	is_string(rc.change.after.expiration_date)
	rc.change.after.expiration_date != ""
}

# Reckoned from something that is known after apply.
expires(rc) if rc.change.after_unknown.expiration_date == true
