# METADATA
# title: Redis instance has no standby
# description: >-
#   The basic tier loses everything in the cache when its machine or zone fails.
# related_resources:
#   - ref: https://cloud.google.com/memorystore/docs/redis/redis-tiers
# custom:
#   id: DH_GCP_REDIS_003
#   severity: low
#   group: reliability
#   provider: gcp
#   service: redis
#   resource_types: [google_redis_instance]
#   attributes: [tier]
#   defaults:
#     tier: BASIC
#   remediation: >-
#     Set tier to STANDARD_HA.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_redis_basic

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redis instance has no standby", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_redis_instance"
	not rc.change.after.tier == "STANDARD_HA"
]
