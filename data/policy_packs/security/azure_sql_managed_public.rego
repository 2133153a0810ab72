# METADATA
# title: SQL managed instance has a public data endpoint
# description: >-
#   The instance lies in a virtual network so that only it is reached from there; the public
#   endpoint undoes that.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/managed-instance/public-endpoint-configure
# custom:
#   id: DH_AZURE_SQL_019
#   severity: high
#   group: security
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_managed_instance]
#   attributes: [public_data_endpoint_enabled]
#   remediation: >-
#     Set public_data_endpoint_enabled to false (the provider's default) and connect through the
#     network.
#   fix:
#     set: {public_data_endpoint_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_sql_managed_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SQL managed instance has a public data endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_managed_instance"
	rc.change.after.public_data_endpoint_enabled == true
]
