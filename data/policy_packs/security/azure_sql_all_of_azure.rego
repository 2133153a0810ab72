# METADATA
# title: SQL server's firewall lets in every machine in Azure
# description: >-
#   The rule from 0.0.0.0 to 0.0.0.0 means all of Azure, machines of other customers too:
#   renting one is enough to try passwords.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/network-access-controls-overview#allow-azure-services
# custom:
#   id: DH_AZURE_SQL_004
#   severity: high
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_firewall_rule]
#   attributes: [start_ip_address, end_ip_address]
#   remediation: >-
#     Remove the rule; use a private endpoint, or a virtual network rule for the subnets that
#     need the server.
#   frameworks:
#     CIS Azure 2.1: ["4.1.2"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AZURE_34]
package dharma.security.azure_sql_all_of_azure

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server's firewall lets in every machine in Azure", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_firewall_rule"
	rc.change.after.start_ip_address == "0.0.0.0"
	rc.change.after.end_ip_address == "0.0.0.0"
]
