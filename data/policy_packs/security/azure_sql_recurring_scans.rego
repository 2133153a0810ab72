# METADATA
# title: SQL vulnerability assessment scans only when somebody asks for it
# description: >-
#   New weaknesses appear every week; a scan that must be started by hand is not started.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/sql-azure-vulnerability-assessment-overview
# custom:
#   id: DH_AZURE_SQL_016
#   severity: medium
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_vulnerability_assessment]
#   attributes: ["recurring_scans[].enabled"]
#   defaults:
#     recurring_scans: []
#   remediation: >-
#     Set recurring_scans { enabled = true }.
#   fix:
#     set: {"recurring_scans[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["RA-5"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["11.3.1"]
#   twins: [CKV2_AZURE_3]
package dharma.security.azure_sql_recurring_scans

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL vulnerability assessment scans only when somebody asks for it", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server_vulnerability_assessment"
	not scanned(rc)
]

scanned(rc) if {
	some scans in rc.change.after.recurring_scans
	scans.enabled == true
}
