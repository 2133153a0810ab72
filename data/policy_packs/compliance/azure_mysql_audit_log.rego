# METADATA
# title: MySQL flexible server keeps no audit log
# description: >-
#   Nobody can say afterwards who logged in and who read or changed which data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-audit-logs
# custom:
#   id: DH_AZURE_MYSQL_005
#   severity: medium
#   group: compliance
#   provider: azure
#   service: mysql
#   resource_types: [azurerm_mysql_flexible_server_configuration]
#   attributes: [value]
#   remediation: >-
#     Set the value of audit_log_enabled to ON.
#   fix:
#     set: {value: "ON"}
#   frameworks:
#     CIS Azure 2.1: ["4.4.3"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
package dharma.compliance.azure_mysql_audit_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL flexible server keeps no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mysql_flexible_server_configuration"
	rc.change.after.name == "audit_log_enabled"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
