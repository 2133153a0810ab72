# METADATA
# title: S3 bucket lets everybody write through its ACL
# description: >-
#   Anybody can replace or delete objects, plant malware that others download, or fill the
#   bucket at your cost.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   id: DH_AWS_S3_009
#   severity: critical
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_acl: bucket}
#   remediation: >-
#     Set acl to private, and give those who upload a role or a presigned URL.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_57, AVD-AWS-0092, aws-s3-no-public-access-with-acl]
package dharma.security.aws_s3_acl_public_write

import data.dharma.lib.related
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket lets everybody write through its ACL", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	writable(rc)
]

writable(rc) if rc.change.after.acl in ["public-read-write"]

writable(rc) if {
	some companion in related.of(rc, "aws_s3_bucket_acl")
	companion.change.after.acl in ["public-read-write"]
}

writable(rc) if {
	some companion in related.of(rc, "aws_s3_bucket_acl")
	some policy in companion.change.after.access_control_policy
	some grant in policy.grant
	grant.permission in ["WRITE", "WRITE_ACP", "FULL_CONTROL"]
	some grantee in grant.grantee
	grantee.uri == "http://acs.amazonaws.com/groups/global/AllUsers"
}
