# METADATA
# title: Instance type of an earlier generation
# description: >-
#   A newer family does the same work for less money, and new features come only to it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html
# custom:
#   id: DH_AWS_COST_002
#   severity: low
#   group: cost
#   provider: aws
#   service: ec2
#   resource_types:
#     - aws_instance
#     - aws_db_instance
#     - aws_elasticache_cluster
#     - aws_elasticache_replication_group
#   attributes: [instance_type, instance_class, node_type]
#   defaults:
#     node_type: null
#   remediation: >-
#     Move to the current family of the same kind (t3 or t4g, m7, c7, r7) after a short test.
package dharma.cost.aws_previous_generation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Instance type of an earlier generation", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	is_string(size(rc))
	some family in split(size(rc), ".")
	family in earlier
]

size(rc) := rc.change.after.instance_type if rc.type == "aws_instance"

size(rc) := rc.change.after.instance_class if rc.type == "aws_db_instance"

size(rc) := rc.change.after.node_type if {
	rc.type in ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
}

earlier := [
	"t1", "t2", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "cc2", "cr1",
	"r3", "r4", "x1", "i2", "i3", "d2", "h1", "g2", "g3", "p2", "f1",
]
