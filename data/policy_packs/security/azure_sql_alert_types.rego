# METADATA
# title: SQL security alert policy leaves out kinds of attack
# description: >-
#   An attack of a kind that is left out goes on without a word.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview
# custom:
#   id: DH_AZURE_SQL_008
#   severity: medium
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server_security_alert_policy]
#   attributes: [disabled_alerts]
#   remediation: >-
#     Leave disabled_alerts out.
#   fix:
#     remove: [disabled_alerts]
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["11.5.1"]
#   twins: [CKV_AZURE_25, AVD-AZU-0028, azure-database-all-threat-alerts-enabled]
package dharma.security.azure_sql_alert_types

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL security alert policy leaves out kinds of attack", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server_security_alert_policy"
	some kind in rc.change.after.disabled_alerts
	is_string(kind)
	kind != ""
]
