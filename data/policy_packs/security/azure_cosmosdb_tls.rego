# METADATA
# title: Cosmos DB account accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the account accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement
# custom:
#   id: DH_AZURE_COSMOSDB_006
#   severity: high
#   group: security
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: [minimal_tls_version]
#   remediation: >-
#     Set minimal_tls_version to Tls12 (the provider's default).
#   fix:
#     set: {minimal_tls_version: Tls12}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_cosmosdb_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	rc.change.after.minimal_tls_version in ["Tls", "Tls11"]
]
