# METADATA
# title: S3 bucket has no lifecycle
# description: >-
#   Nothing moves old objects to cheaper storage, ends old versions or removes what an upload
#   that broke off left behind, so that the bill only grows.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
# custom:
#   id: DH_AWS_S3_006
#   severity: low
#   group: cost
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_lifecycle_configuration: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_lifecycle_configuration: end unfinished uploads after 7 days, and
#     move or end what nobody reads.
#   twins: [CKV2_AWS_61]
#   fix:
#     add:
#       type: aws_s3_bucket_lifecycle_configuration
#       link: bucket
#       attributes:
#         rule:
#           - id: abort-unfinished-uploads
#             status: Enabled
#             filter: [{prefix: ""}]
#             abort_incomplete_multipart_upload: [{days_after_initiation: 7}]
package dharma.cost.aws_s3_lifecycle

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket has no lifecycle", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not managed(rc)
]

managed(rc) if count(related.of(rc, "aws_s3_bucket_lifecycle_configuration")) > 0

managed(rc) if {
	some rule in rc.change.after.lifecycle_rule
	is_object(rule)
}
