# METADATA
# title: S3 bucket does not encrypt with a KMS key
# description: >-
#   With keys of S3 itself, whoever may read the object may read its content. A KMS key adds a
#   second permission, and a record of each use.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
# custom:
#   id: DH_AWS_S3_012
#   severity: low
#   group: compliance
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_server_side_encryption_configuration: bucket}
#   remediation: >-
#     Set sse_algorithm to aws:kms, with a key of your own where the data is sensitive, and
#     bucket_key_enabled to keep the calls cheap.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_145, AVD-AWS-0132, aws-s3-encryption-customer-key]
#   fix:
#     add:
#       type: aws_s3_bucket_server_side_encryption_configuration
#       link: bucket
#       attributes:
#         rule:
#           - apply_server_side_encryption_by_default: [{sse_algorithm: "aws:kms"}]
#             bucket_key_enabled: true
package dharma.compliance.aws_s3_kms_encryption

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket does not encrypt with a KMS key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not with_kms(rc)
]

with_kms(rc) if {
	some config in related.of(rc, "aws_s3_bucket_server_side_encryption_configuration")
	some rule in config.change.after.rule
	by_kms(rule)
}

with_kms(rc) if {
	some config in rc.change.after.server_side_encryption_configuration
	some rule in config.rule
	by_kms(rule)
}

by_kms(rule) if {
	some default_encryption in rule.apply_server_side_encryption_by_default
	default_encryption.sse_algorithm in ["aws:kms", "aws:kms:dsse"]
}
