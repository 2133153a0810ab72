# METADATA
# title: Aurora snapshots lose the tags of their cluster
# description: >-
#   A snapshot without tags cannot be charged to anybody, and rules that go by tags do not find
#   it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Tagging.html
# custom:
#   id: DH_AWS_AURORA_007
#   severity: low
#   group: tagging
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [copy_tags_to_snapshot]
#   remediation: >-
#     Set copy_tags_to_snapshot to true.
#   fix:
#     set: {copy_tags_to_snapshot: true}
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#   twins: [CKV_AWS_313]
package dharma.tagging.aws_aurora_snapshot_tags

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora snapshots lose the tags of their cluster", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	not rc.change.after.copy_tags_to_snapshot == true
]
