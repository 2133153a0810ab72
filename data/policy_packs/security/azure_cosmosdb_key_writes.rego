# METADATA
# title: Cosmos DB account lets its keys change databases, containers and throughput
# description: >-
#   Whoever holds a data key can then also drop containers or raise the bill, without a role and
#   without a name in the activity log.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/audit-control-plane-logs
# custom:
#   id: DH_AZURE_COSMOSDB_004
#   severity: medium
#   group: security
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: [access_key_metadata_writes_enabled]
#   remediation: >-
#     Set access_key_metadata_writes_enabled to false; let deployments use roles.
#   fix:
#     set: {access_key_metadata_writes_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#   twins: [CKV_AZURE_132]
package dharma.security.azure_cosmosdb_key_writes

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account lets its keys change databases, containers and throughput", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not rc.change.after.access_key_metadata_writes_enabled == false
]
