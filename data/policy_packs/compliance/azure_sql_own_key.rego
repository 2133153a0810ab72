# METADATA
# title: SQL server encrypts its databases with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-byok-overview
# custom:
#   id: DH_AZURE_SQL_020
#   severity: low
#   group: compliance
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   related: {azurerm_mssql_server_transparent_data_encryption: server_id}
#   remediation: >-
#     Set transparent_data_encryption_key_vault_key_id, or add
#     azurerm_mssql_server_transparent_data_encryption with key_vault_key_id.
#   frameworks:
#     CIS Azure 2.1: ["4.1.3"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
package dharma.compliance.azure_sql_own_key

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server encrypts its databases with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not own_key(rc)
]

own_key(rc) if given(rc.change.after.transparent_data_encryption_key_vault_key_id)

# A key that the same plan makes.
own_key(rc) if rc.change.after_unknown.transparent_data_encryption_key_vault_key_id == true

own_key(rc) if {
	some other in related.of(rc, "azurerm_mssql_server_transparent_data_encryption")
	key_beside(other.change)
}

key_beside(change) if given(change.after.key_vault_key_id)

key_beside(change) if given(change.after.managed_hsm_key_id)

key_beside(change) if change.after_unknown.key_vault_key_id == true

key_beside(change) if change.after_unknown.managed_hsm_key_id == true

given(key) if {
	is_string(key)
	key != ""
}
