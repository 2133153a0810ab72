# METADATA
# title: SQL security alerts are sent to no address
# description: >-
#   An alert that nobody reads stops no attack.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview
# custom:
#   id: DH_AZURE_SQL_009
#   severity: low
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_security_alert_policy]
#   attributes: [email_addresses]
#   remediation: >-
#     Set email_addresses to those who answer alerts.
#   frameworks:
#     NIST 800-53 r5: ["IR-6", "SI-4"]
#     SOC 2: ["CC7.3"]
#     PCI DSS 4.0.1: ["12.10.5"]
#   twins: [CKV_AZURE_26, AVD-AZU-0018, azure-database-threat-alert-email-set]
package dharma.security.azure_sql_alert_emails

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL security alerts are sent to no address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server_security_alert_policy"
	not addressed(rc)
]

addressed(rc) if {
	some address in rc.change.after.email_addresses
	is_string(address)
}
