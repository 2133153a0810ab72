# METADATA
# title: Storage, key vault or database has no private endpoint
# description: >-
#   Without one the virtual network reaches it over a public address, which must then stay open.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/private-link/private-endpoint-overview
# custom:
#   id: DH_AZURE_PRIVATELINK_001
#   severity: low
#   group: security
#   provider: azure
#   service: privatelink
#   resource_types:
#     - azurerm_storage_account
#     - azurerm_key_vault
#     - azurerm_mssql_server
#     - azurerm_mysql_flexible_server
#     - azurerm_postgresql_flexible_server
#     - azurerm_postgresql_server
#     - azurerm_cosmosdb_account
#   related: {azurerm_private_endpoint: private_service_connection}
#   remediation: >-
#     Add azurerm_private_endpoint with private_connection_resource_id of the resource; then
#     close the public endpoint.
#   frameworks:
#     CIS Azure 2.1: ["3.10", "4.5.2", "8.7"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins:
#     - CKV2_AZURE_32
#     - CKV2_AZURE_33
#     - CKV2_AZURE_42
#     - CKV2_AZURE_45
#     - CKV2_AZURE_56
#     - CKV2_AZURE_57
package dharma.security.azure_private_endpoints

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage, key vault or database has no private endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in connectable
	not connected(rc)
	not in_subnet(rc)
]

connectable := [
	"azurerm_storage_account",
	"azurerm_key_vault",
	"azurerm_mssql_server",
	"azurerm_mysql_flexible_server",
	"azurerm_postgresql_flexible_server",
	"azurerm_postgresql_server",
	"azurerm_cosmosdb_account",
]

connected(rc) if {
	some endpoint in related.of(rc, "azurerm_private_endpoint")
	is_object(endpoint)
}

# Plain OPA and Conftest: the reference stands inside a block.
connected(rc) if {
	not input.dharma
	some block in input.configuration.root_module.resources
	block.type == "azurerm_private_endpoint"
	some connection in block.expressions.private_service_connection
	some reference in connection.private_connection_resource_id.references
	reference == sprintf("%s.%s", [rc.type, rc.name])
}

# A flexible server may lie in the network itself.
in_subnet(rc) if is_string(rc.change.after.delegated_subnet_id)

in_subnet(rc) if rc.change.after_unknown.delegated_subnet_id == true
