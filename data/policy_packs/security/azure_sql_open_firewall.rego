# METADATA
# title: Database firewall lets in the whole Internet
# description: >-
#   Only a password stands between the data and every robot that scans database ports.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/firewall-configure
# custom:
#   id: DH_AZURE_SQL_003
#   severity: critical
#   group: security
#   provider: azure
#   service: sql
#   resource_types:
#     - azurerm_mssql_firewall_rule
#     - azurerm_postgresql_firewall_rule
#     - azurerm_mysql_flexible_server_firewall_rule
#   attributes: [start_ip_address, end_ip_address]
#   remediation: >-
#     Name the addresses that need the database, or use a private endpoint and no firewall rule.
#   frameworks:
#     CIS Azure 2.1: ["4.1.2"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_11, AVD-AZU-0029, azure-database-no-public-firewall-access]
package dharma.security.azure_sql_open_firewall

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Database firewall lets in the whole Internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in guarded
	rc.change.after.start_ip_address in ["0.0.0.0", "0.0.0.1"]
	rc.change.after.end_ip_address == "255.255.255.255"
]

guarded := [
	"azurerm_mssql_firewall_rule",
	"azurerm_postgresql_firewall_rule",
	"azurerm_mysql_flexible_server_firewall_rule",
]
