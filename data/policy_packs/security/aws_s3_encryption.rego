# METADATA
# title: S3 bucket has no default encryption of its own
# description: >-
#   AWS encrypts new objects with its own key; a configuration of your own fixes the algorithm
#   and the key, and keeps them from changing unseen.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
# custom:
#   id: DH_AWS_S3_001
#   severity: high
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_server_side_encryption_configuration: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_server_side_encryption_configuration for the bucket, with aws:kms and
#     a key of your own where the data is sensitive.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [AVD-AWS-0088, aws-s3-enable-bucket-encryption]
#   fix:
#     add:
#       type: aws_s3_bucket_server_side_encryption_configuration
#       link: bucket
#       attributes:
#         rule:
#           - apply_server_side_encryption_by_default: [{sse_algorithm: AES256}]
package dharma.security.aws_s3_encryption

import data.dharma.lib.related
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket has no default encryption of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not encrypted(rc)
]

encrypted(rc) if {
	some config in related.of(rc, "aws_s3_bucket_server_side_encryption_configuration")
	some rule in config.change.after.rule
	some default_encryption in rule.apply_server_side_encryption_by_default
	is_object(default_encryption)
}

encrypted(rc) if {
	some config in rc.change.after.server_side_encryption_configuration
	some rule in config.rule
	is_object(rule)
}
