# METADATA
# title: SQL vulnerability assessment does not report to the subscription's administrators as well
# description: >-
#   A list of addresses grows old as people leave; the administrators of the subscription do
#   not.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/sql-azure-vulnerability-assessment-overview
# custom:
#   id: DH_AZURE_SQL_018
#   severity: low
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_vulnerability_assessment]
#   attributes: ["recurring_scans[].email_subscription_admins"]
#   defaults:
#     recurring_scans: []
#   remediation: >-
#     Set email_subscription_admins to true beside emails.
#   fix:
#     set: {"recurring_scans[].email_subscription_admins": true}
#   frameworks:
#     NIST 800-53 r5: ["RA-5"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["11.3.1"]
#   twins: [CKV2_AZURE_5]
package dharma.security.azure_sql_scan_reports_admins

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL vulnerability assessment does not report to the subscription's administrators as well", [address])
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
