# METADATA
# title: ElastiCache group does not fail over
# description: >-
#   When the primary node is lost, somebody has to promote a replica by hand.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
# custom:
#   id: DH_AWS_ELASTICACHE_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_replication_group]
#   attributes: [automatic_failover_enabled]
#   remediation: >-
#     Set automatic_failover_enabled and multi_az_enabled to true, with at least two nodes.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV2_AWS_50]
package dharma.reliability.aws_elasticache_failover

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache group does not fail over", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_replication_group"
	not rc.change.after.automatic_failover_enabled == true
]
