# METADATA
# title: SQL security alerts do not reach the subscription's administrators
# description: >-
#   They are the ones who can lock an account or close a firewall at once.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview
# custom:
#   id: DH_AZURE_SQL_010
#   severity: low
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_security_alert_policy]
#   attributes: [email_account_admins]
#   remediation: >-
#     Set email_account_admins to true.
#   fix:
#     set: {email_account_admins: true}
#   frameworks:
#     NIST 800-53 r5: ["IR-6", "SI-4"]
#     SOC 2: ["CC7.3"]
#     PCI DSS 4.0.1: ["12.10.5"]
#   twins: [CKV_AZURE_27, AVD-AZU-0023, azure-database-threat-alert-email-to-owner]
package dharma.security.azure_sql_alert_admins

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL security alerts do not reach the subscription's administrators", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server_security_alert_policy"
	not rc.change.after.email_account_admins == true
]
