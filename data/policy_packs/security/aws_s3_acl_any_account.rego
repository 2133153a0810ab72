# METADATA
# title: S3 ACL grants access to every AWS account
# description: >-
#   The group of authenticated users is not your own: anybody with an account, opened in
#   minutes, belongs to it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   id: DH_AWS_S3_016
#   severity: critical
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_acl]
#   remediation: >-
#     Grant access to named accounts, with a bucket policy rather than a list.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AWS_43]
package dharma.security.aws_s3_acl_any_account

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 ACL grants access to every AWS account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket_acl"
	some policy in rc.change.after.access_control_policy
	some grant in policy.grant
	some grantee in grant.grantee
	grantee.uri == "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
]
