# METADATA
# title: Redis cache answers on its unencrypted port
# description: >-
#   Port 6379 carries keys and data in clear.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure
# custom:
#   id: DH_AZURE_REDIS_001
#   severity: high
#   group: security
#   provider: azure
#   service: redis
#   resource_types: [azurerm_redis_cache]
#   attributes: [non_ssl_port_enabled]
#   remediation: >-
#     Set non_ssl_port_enabled to false (the provider's default) and connect to port 6380.
#   fix:
#     set: {non_ssl_port_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_91]
package dharma.security.azure_redis_plain_port

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redis cache answers on its unencrypted port", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_redis_cache"
	rc.change.after.non_ssl_port_enabled == true
]
