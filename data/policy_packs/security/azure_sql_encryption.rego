# METADATA
# title: SQL database stores its data unencrypted
# description: >-
#   Files and backups are readable to whoever gets hold of them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview
# custom:
#   id: DH_AZURE_SQL_013
#   severity: high
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_database]
#   attributes: [transparent_data_encryption_enabled]
#   remediation: >-
#     Set transparent_data_encryption_enabled to true (the provider's default).
#   fix:
#     set: {transparent_data_encryption_enabled: true}
#   frameworks:
#     CIS Azure 2.1: ["4.1.5"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV2_AZURE_25]
package dharma.security.azure_sql_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SQL database stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_database"
	rc.change.after.transparent_data_encryption_enabled == false
]
