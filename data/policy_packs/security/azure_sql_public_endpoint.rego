# METADATA
# title: SQL server can be reached through its public endpoint
# description: >-
#   One firewall rule too wide, and the whole Internet may try passwords.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#deny-public-network-access
# custom:
#   id: DH_AZURE_SQL_002
#   severity: medium
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the server a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_113, AVD-AZU-0022, azure-database-no-public-access]
package dharma.security.azure_sql_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_server"
	not rc.change.after.public_network_access_enabled == false
]
