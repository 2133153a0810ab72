# METADATA
# title: SQL database cannot prove that its rows were not altered
# description: >-
#   A ledger keeps every change and a digest of it, so that even an administrator cannot rewrite
#   history unseen; it can be chosen only when the database is made.
# related_resources:
#   - ref: https://learn.microsoft.com/sql/relational-databases/security/ledger/ledger-overview
# custom:
#   id: DH_AZURE_SQL_014
#   severity: low
#   group: compliance
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_database]
#   attributes: [ledger_enabled]
#   defaults:
#     ledger_enabled: false
#   remediation: >-
#     Set ledger_enabled to true where records must be proven (a new database replaces the old
#     one).
#   frameworks:
#     NIST 800-53 r5: ["AU-10", "SI-7"]
#     SOC 2: ["PI1.5"]
#     HIPAA: ["164.312(c)(1)", "164.312(c)(2)"]
#   twins: [CKV_AZURE_224]
package dharma.compliance.azure_sql_ledger

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL database cannot prove that its rows were not altered", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_database"
	not rc.change.after.ledger_enabled == true
]
