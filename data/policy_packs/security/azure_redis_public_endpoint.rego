# METADATA
# title: Redis cache can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals the access key can read and change the cache from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-private-link
# custom:
#   id: DH_AZURE_REDIS_003
#   severity: medium
#   group: security
#   provider: azure
#   service: redis
#   resource_types: [azurerm_redis_cache]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the cache a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_89]
package dharma.security.azure_redis_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redis cache can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_redis_cache"
	not rc.change.after.public_network_access_enabled == false
]
