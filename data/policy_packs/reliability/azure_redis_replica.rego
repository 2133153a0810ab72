# METADATA
# title: Redis cache has no replica
# description: >-
#   The Basic tier is one machine: maintenance or a failure empties the cache, and Azure
#   promises no availability.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-high-availability
# custom:
#   id: DH_AZURE_REDIS_004
#   severity: low
#   group: reliability
#   provider: azure
#   service: redis
#   resource_types: [azurerm_redis_cache]
#   attributes: [sku_name]
#   remediation: >-
#     Set sku_name to Standard or Premium.
#   frameworks:
#     NIST 800-53 r5: ["CP-10", "SC-36"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_230]
package dharma.reliability.azure_redis_replica

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redis cache has no replica", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_redis_cache"
	not rc.change.after.sku_name in ["Standard", "Premium"]
]
