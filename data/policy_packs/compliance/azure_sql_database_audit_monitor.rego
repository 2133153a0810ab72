# METADATA
# title: SQL database's audit log does not go to Azure Monitor
# description: >-
#   Entries that lie only in a storage account are searched by nobody and alert nobody.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/auditing-overview
# custom:
#   id: DH_AZURE_SQL_012
#   severity: low
#   group: compliance
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_database_extended_auditing_policy]
#   attributes: [log_monitoring_enabled]
#   remediation: >-
#     Set log_monitoring_enabled to true (the provider's default).
#   fix:
#     set: {log_monitoring_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_156]
package dharma.compliance.azure_sql_database_audit_monitor

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL database's audit log does not go to Azure Monitor", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_database_extended_auditing_policy"
	rc.change.after.log_monitoring_enabled == false
]
