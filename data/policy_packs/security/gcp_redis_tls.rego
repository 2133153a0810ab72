# METADATA
# title: Redis instance talks without TLS
# description: >-
#   Passwords and cached data cross the network readable.
# related_resources:
#   - ref: https://cloud.google.com/memorystore/docs/redis/about-in-transit-encryption
# custom:
#   id: DH_GCP_REDIS_002
#   severity: medium
#   group: security
#   provider: gcp
#   service: redis
#   resource_types: [google_redis_instance]
#   attributes: [transit_encryption_mode]
#   defaults:
#     transit_encryption_mode: DISABLED
#   remediation: >-
#     Set transit_encryption_mode to SERVER_AUTHENTICATION and let the clients trust
#     server_ca_certs.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_GCP_97]
package dharma.security.gcp_redis_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redis instance talks without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_redis_instance"
	not rc.change.after.transit_encryption_mode == "SERVER_AUTHENTICATION"
]
