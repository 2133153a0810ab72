# METADATA
# title: SQL server keeps its audit log for less than 90 days
# description: >-
#   Break-ins are often found only months later; by then the entries are gone.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/auditing-overview
# custom:
#   id: DH_AZURE_SQL_006
#   severity: medium
#   group: compliance
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   related: {azurerm_mssql_server_extended_auditing_policy: server_id}
#   remediation: >-
#     Set retention_in_days of azurerm_mssql_server_extended_auditing_policy to 90 or more, or 0
#     for ever.
#   frameworks:
#     CIS Azure 2.1: ["4.1.6"]
#     NIST 800-53 r5: ["AU-11"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.5.1"]
#     HIPAA: ["164.316(b)(2)(i)"]
#   twins: [CKV_AZURE_24, AVD-AZU-0025, azure-database-retention-period-set]
package dharma.compliance.azure_sql_audit_retention

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server keeps its audit log for less than 90 days", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not kept(rc)
]

kept(rc) if {
	some policy in related.of(rc, "azurerm_mssql_server_extended_auditing_policy")
	long_enough(policy.change.after.retention_in_days)
}

# Left out it is 0: for ever.
kept(rc) if {
	some policy in related.of(rc, "azurerm_mssql_server_extended_auditing_policy")
	not policy.change.after.retention_in_days
}

long_enough(days) if {
	is_number(days)
	days >= 90
}

long_enough(days) if days == 0
