# METADATA
# title: Redis cache asks for no password
# description: >-
#   Every machine that reaches it may read, change and delete everything.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure
# custom:
#   id: DH_AZURE_REDIS_005
#   severity: critical
#   group: security
#   provider: azure
#   service: redis
#   resource_types: [azurerm_redis_cache]
#   attributes: ["redis_configuration[].authentication_enabled"]
#   defaults:
#     redis_configuration: []
#   remediation: >-
#     Set authentication_enabled to true in redis_configuration (the provider's default).
#   fix:
#     set: {"redis_configuration[].authentication_enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
package dharma.security.azure_redis_no_password

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redis cache asks for no password", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_redis_cache"
	some configuration in rc.change.after.redis_configuration
	configuration.authentication_enabled == false
]
