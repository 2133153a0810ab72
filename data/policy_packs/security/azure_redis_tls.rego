# METADATA
# title: Redis cache accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the cache accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11
# custom:
#   id: DH_AZURE_REDIS_002
#   severity: high
#   group: security
#   provider: azure
#   service: redis
#   resource_types: [azurerm_redis_cache]
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
#   twins: [CKV_AZURE_148]
package dharma.security.azure_redis_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redis cache accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_redis_cache"
	not rc.change.after.minimum_tls_version == "1.2"
]
