# METADATA
# title: SQL server has no administrator from Microsoft Entra ID
# description: >-
#   Without one every login is a password in the database: no second factor, no central removal.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-overview
# custom:
#   id: DH_AZURE_SQL_011
#   severity: medium
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   attributes: [azuread_administrator]
#   remediation: >-
#     Add azuread_administrator { login_username, object_id }, best of a group.
#   frameworks:
#     CIS Azure 2.1: ["4.1.4"]
#     NIST 800-53 r5: ["AC-2", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.4.2"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV2_AZURE_27]
package dharma.security.azure_sql_directory_admin

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server has no administrator from Microsoft Entra ID", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not administered(rc)
]

administered(rc) if {
	some administrator in rc.change.after.azuread_administrator
	is_object(administrator)
}
