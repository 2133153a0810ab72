# METADATA
# title: Key vault can be purged with everything in it
# description: >-
#   Whoever may delete can then also purge: keys, and with them all data encrypted under them,
#   are gone for good.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
# custom:
#   id: DH_AZURE_KEYVAULT_001
#   severity: medium
#   group: reliability
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   attributes: [purge_protection_enabled]
#   remediation: >-
#     Set purge_protection_enabled to true (it cannot be switched off again).
#   fix:
#     set: {purge_protection_enabled: true}
#   frameworks:
#     CIS Azure 2.1: ["8.5"]
#     NIST 800-53 r5: ["CP-9", "SC-12"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AZURE_110, CKV_AZURE_42, AVD-AZU-0016, azure-keyvault-no-purge]
package dharma.reliability.azure_keyvault_purge_protection

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault can be purged with everything in it", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	not rc.change.after.purge_protection_enabled == true
]
