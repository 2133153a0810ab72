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
	not own_key(rc.change, "transparent_data_encryption_key_vault_key_id")
	not elsewhere(rc)
]

elsewhere(rc) if {
	some other in related.of(rc, "azurerm_mssql_server_transparent_data_encryption")
	some key in ["key_vault_key_id", "managed_hsm_key_id"]
	own_key(other.change, key)
}

own_key(change, key) if {
	is_string(change.after[key])
	change.after[key] != ""
}

# A key that the same plan makes.
own_key(change, key) if change.after_unknown[key] == true
