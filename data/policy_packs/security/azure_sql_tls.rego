# METADATA
# title: SQL server accepts TLS older than 1.2 or no TLS at all
# description: >-
#   Logins and data can be read or changed on the way by whoever makes client and server agree
#   on an old version.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#minimum-tls-version
# custom:
#   id: DH_AZURE_SQL_001
#   severity: high
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_server, azurerm_mssql_managed_instance]
#   attributes: [minimum_tls_version]
#   remediation: >-
#     Set minimum_tls_version to 1.2.
#   fix:
#     set: {minimum_tls_version: "1.2"}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [AVD-AZU-0026, azure-database-secure-tls-policy]
package dharma.security.azure_sql_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SQL server accepts TLS older than 1.2 or no TLS at all", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_mssql_server", "azurerm_mssql_managed_instance"]
	rc.change.after.minimum_tls_version in ["1.0", "1.1", "Disabled"]
]
