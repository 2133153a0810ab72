# METADATA
# title: Cosmos DB account is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you; it can be chosen only
#   when the account is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys
# custom:
#   id: DH_AZURE_COSMOSDB_003
#   severity: low
#   group: compliance
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   remediation: >-
#     Set key_vault_key_id to the versionless id of a key vault key.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_100]
package dharma.compliance.azure_cosmosdb_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not own_key(rc)
]

own_key(rc) if given(rc.change.after.key_vault_key_id)

own_key(rc) if given(rc.change.after.managed_hsm_key_id)

# A key that the same plan makes.
own_key(rc) if rc.change.after_unknown.key_vault_key_id == true

own_key(rc) if rc.change.after_unknown.managed_hsm_key_id == true

given(key) if {
	is_string(key)
	key != ""
}
