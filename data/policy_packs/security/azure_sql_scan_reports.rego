# METADATA
# title: SQL vulnerability assessment sends its report to nobody
# description: >-
#   Weaknesses that are found and not read are not mended.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/sql-azure-vulnerability-assessment-overview
# custom:
#   id: DH_AZURE_SQL_017
#   severity: low
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_vulnerability_assessment]
#   attributes: ["recurring_scans[].emails"]
#   defaults:
#     recurring_scans: []
#   remediation: >-
#     Set email_subscription_admins to true, or emails to those who mend weaknesses.
#   frameworks:
#     NIST 800-53 r5: ["RA-5"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["11.3.1"]
#   twins: [CKV2_AZURE_4]
package dharma.security.azure_sql_scan_reports

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL vulnerability assessment sends its report to nobody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server_vulnerability_assessment"
	not told(rc)
]

told(rc) if {
	some scans in rc.change.after.recurring_scans
	scans.email_subscription_admins == true
}

told(rc) if {
	some scans in rc.change.after.recurring_scans
	some address in scans.emails
	is_string(address)
}
