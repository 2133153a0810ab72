# METADATA
# title: Key vault keeps deleted keys and secrets for less than a month
# description: >-
#   What is needed only at the end of a month is missed too late to be recovered; the provider's
#   default is 90 days.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
# custom:
#   id: DH_AZURE_KEYVAULT_002
#   severity: low
#   group: reliability
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   attributes: [soft_delete_retention_days]
#   remediation: >-
#     Set soft_delete_retention_days to 30 or more; it can be set only when the vault is made.
#   frameworks:
#     CIS Azure 2.1: ["8.5"]
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
package dharma.reliability.azure_keyvault_soft_delete_days

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault keeps deleted keys and secrets for less than a month", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	is_number(rc.change.after.soft_delete_retention_days)
	rc.change.after.soft_delete_retention_days < 30
]
