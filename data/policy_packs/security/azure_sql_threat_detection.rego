# METADATA
# title: SQL server does not watch for attacks
# description: >-
#   Injection attempts, unusual logins and mass exports stay unnoticed without a security alert
#   policy.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview
# custom:
#   id: DH_AZURE_SQL_007
#   severity: medium
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   related: {azurerm_mssql_server_security_alert_policy: server_name}
#   remediation: >-
#     Add azurerm_mssql_server_security_alert_policy with state Enabled.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["11.5.1"]
#     HIPAA: ["164.308(a)(1)(ii)(D)"]
#   twins: [CKV2_AZURE_2]
package dharma.security.azure_sql_threat_detection

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server does not watch for attacks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not watched(rc)
]

watched(rc) if {
	some policy in related.of(rc, "azurerm_mssql_server_security_alert_policy")
	policy.change.after.state == "Enabled"
}
