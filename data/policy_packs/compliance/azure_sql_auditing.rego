# METADATA
# title: SQL server keeps no audit log
# description: >-
#   Nobody can say afterwards who read or changed which data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/auditing-overview
# custom:
#   id: DH_AZURE_SQL_005
#   severity: medium
#   group: compliance
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   related: {azurerm_mssql_server_extended_auditing_policy: server_id}
#   remediation: >-
#     Add azurerm_mssql_server_extended_auditing_policy with a storage account or
#     log_monitoring_enabled.
#   frameworks:
#     CIS Azure 2.1: ["4.1.1"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_23, AVD-AZU-0027, azure-database-enable-audit]
package dharma.compliance.azure_sql_auditing

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server keeps no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not audited(rc)
]

audited(rc) if {
	some policy in related.of(rc, "azurerm_mssql_server_extended_auditing_policy")
	not policy.change.after.enabled == false
}
