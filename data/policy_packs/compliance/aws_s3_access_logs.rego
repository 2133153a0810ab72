# METADATA
# title: S3 bucket keeps no record of who reads and writes it
# description: >-
#   Without access logs nobody can say afterwards which objects were read, by whom and from
#   where.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
# custom:
#   id: DH_AWS_S3_004
#   severity: medium
#   group: compliance
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_logging: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_logging that sends the logs to another bucket. A bucket that
#     receives such logs needs none of its own.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_18, AVD-AWS-0089, aws-s3-enable-bucket-logging]
package dharma.compliance.aws_s3_access_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket keeps no record of who reads and writes it", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not logged(rc)
]

# As the logged bucket, or as the one that receives the logs of others.
logged(rc) if count(related.of(rc, "aws_s3_bucket_logging")) > 0

logged(rc) if {
	some logging in rc.change.after.logging
	is_object(logging)
}
