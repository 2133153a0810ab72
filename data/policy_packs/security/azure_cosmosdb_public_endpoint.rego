# METADATA
# title: Cosmos DB account can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals a key or a login can use it from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints
# custom:
#   id: DH_AZURE_COSMOSDB_001
#   severity: medium
#   group: security
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the account a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_101]
package dharma.security.azure_cosmosdb_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not rc.change.after.public_network_access_enabled == false
]
