# METADATA
# title: S3 bucket policy lets anybody in
# description: >-
#   The statement names everybody and holds no condition that says who: whoever finds the
#   bucket can do what the statement allows.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
# custom:
#   id: DH_AWS_S3_010
#   severity: critical
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_policy, aws_s3_bucket]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Name the accounts, roles or services that may use the bucket, or add a condition such as
#     aws:PrincipalOrgID. Serve public files through CloudFront.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_70]
package dharma.security.aws_s3_open_policy

import data.dharma.lib.principals
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket policy lets anybody in", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_s3_bucket_policy", "aws_s3_bucket"]
	count(principals.open_statements(rc, "policy")) > 0
]
