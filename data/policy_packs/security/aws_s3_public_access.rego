# METADATA
# title: S3 bucket does not block public access
# description: >-
#   Without all four settings of a public access block, one wrong policy or ACL opens the
#   bucket.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: DH_AWS_S3_002
#   severity: high
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_public_access_block: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_public_access_block for the bucket with all four settings true.
#   frameworks:
#     CIS AWS 3.0: ["2.1.4"]
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AWS_6, AVD-AWS-0094, aws-s3-specify-public-access-block]
#   fix:
#     add:
#       type: aws_s3_bucket_public_access_block
#       link: bucket
#       attributes:
#         block_public_acls: true
#         block_public_policy: true
#         ignore_public_acls: true
#         restrict_public_buckets: true
package dharma.security.aws_s3_public_access

import data.dharma.lib.related
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket does not block public access", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not closed(rc)
]

closed(rc) if {
	some block in related.of(rc, "aws_s3_bucket_public_access_block")
	block.change.after.block_public_acls == true
	block.change.after.block_public_policy == true
	block.change.after.ignore_public_acls == true
	block.change.after.restrict_public_buckets == true
}
