# METADATA
# title: Redis instance asks for no password
# description: >-
#   Whoever reaches the address in the network reads and changes everything in the cache.
# related_resources:
#   - ref: https://cloud.google.com/memorystore/docs/redis/about-redis-auth
# custom:
#   id: DH_GCP_REDIS_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: redis
#   resource_types: [google_redis_instance]
#   attributes: [auth_enabled]
#   defaults:
#     auth_enabled: false
#   remediation: >-
#     Set auth_enabled to true and give auth_string to the applications.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_GCP_95]
package dharma.security.gcp_redis_auth

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redis instance asks for no password", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_redis_instance"
	not rc.change.after.auth_enabled == true
]
