# METADATA
# title: RDS snapshots lose the tags of their instance
# description: >-
#   A snapshot without tags cannot be charged to anybody, and rules that go by tags do not find
#   it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html
# custom:
#   id: DH_AWS_RDS_012
#   severity: low
#   group: tagging
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [copy_tags_to_snapshot]
#   remediation: >-
#     Set copy_tags_to_snapshot to true.
#   fix:
#     set: {copy_tags_to_snapshot: true}
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#   twins: [CKV2_AWS_60]
package dharma.tagging.aws_rds_snapshot_tags

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS snapshots lose the tags of their instance", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not rc.change.after.copy_tags_to_snapshot == true
]
