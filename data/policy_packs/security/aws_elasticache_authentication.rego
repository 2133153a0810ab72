# METADATA
# title: ElastiCache group asks for no credentials
# description: >-
#   Whoever reaches the port reads and changes the cache. A token or user groups need encryption
#   in transit.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
# custom:
#   id: DH_AWS_ELASTICACHE_004
#   severity: medium
#   group: security
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_replication_group]
#   attributes: [transit_encryption_enabled]
#   defaults:
#     transit_encryption_enabled: false
#   remediation: >-
#     Set transit_encryption_enabled to true and give user_group_ids (or an auth_token from a
#     secret).
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AWS_31]
package dharma.security.aws_elasticache_authentication

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache group asks for no credentials", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_replication_group"
	not authenticated(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[address, "auth_token"] | some address in failing]

authenticated(rc) if {
	rc.change.after.transit_encryption_enabled == true
	asks(rc)
}

asks(rc) if {
	is_string(rc.change.after.auth_token)
	rc.change.after.auth_token != ""
}

asks(rc) if rc.change.after_unknown.auth_token == true

asks(rc) if {
	some group in rc.change.after.user_group_ids
	group != ""
}

# The groups are made in the same plan.
asks(rc) if rc.change.after_unknown.user_group_ids == true

asks(rc) if {
	some made in rc.change.after_unknown.user_group_ids
	made == true
}
