# METADATA
# title: Required tags are missing
# description: >-
#   Nobody can say whose the resource is, what it is for, or who pays for it. The tags asked for
#   are Environment, Owner and CostCenter; set data.dharma.parameters.required_tags to ask for
#   others.
# related_resources:
#   - ref: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
# custom:
#   id: DH_AWS_TAGS_001
#   severity: medium
#   group: tagging
#   provider: aws
#   service: tagging
#   resource_types:
#     - aws_vpc
#     - aws_subnet
#     - aws_internet_gateway
#     - aws_nat_gateway
#     - aws_eip
#     - aws_route_table
#     - aws_security_group
#     - aws_instance
#     - aws_ebs_volume
#     - aws_lb
#     - aws_lb_target_group
#     - aws_db_instance
#     - aws_db_subnet_group
#     - aws_s3_bucket
#     - aws_lambda_function
#     - aws_iam_role
#     - aws_dynamodb_table
#     - aws_sqs_queue
#     - aws_sns_topic
#     - aws_cloudwatch_log_group
#     - aws_kms_key
#     - aws_elasticache_cluster
#     - aws_elasticache_replication_group
#     - aws_elasticache_subnet_group
#   attributes: [tags]
#   keys: {tags: required_tags, tags_all: required_tags}
#   remediation: >-
#     Add the tags to the resource, or to default_tags of the provider (tags of a blueprint).
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
package dharma.tagging.aws_required_tags

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Required tags are missing", [address])
}

default required := ["Environment", "Owner", "CostCenter"]

required := data.dharma.parameters.required_tags

failing := [rc.address |
	some rc in input.resource_changes
	taggable[rc.type]
	missing(rc)
]

missing(rc) if {
	some tag in required
	not tagged(rc, tag)
}

tagged(rc, tag) if rc.change.after.tags[tag] != ""

tagged(rc, tag) if rc.change.after.tags_all[tag] != ""

# Set, to a value that is known after apply.
tagged(rc, tag) if rc.change.after_unknown.tags[tag] == true

taggable := {
	"aws_vpc": true,
	"aws_subnet": true,
	"aws_internet_gateway": true,
	"aws_nat_gateway": true,
	"aws_eip": true,
	"aws_route_table": true,
	"aws_security_group": true,
	"aws_instance": true,
	"aws_ebs_volume": true,
	"aws_lb": true,
	"aws_lb_target_group": true,
	"aws_db_instance": true,
	"aws_db_subnet_group": true,
	"aws_s3_bucket": true,
	"aws_lambda_function": true,
	"aws_iam_role": true,
	"aws_dynamodb_table": true,
	"aws_sqs_queue": true,
	"aws_sns_topic": true,
	"aws_cloudwatch_log_group": true,
	"aws_kms_key": true,
	"aws_elasticache_cluster": true,
	"aws_elasticache_replication_group": true,
	"aws_elasticache_subnet_group": true,
}
