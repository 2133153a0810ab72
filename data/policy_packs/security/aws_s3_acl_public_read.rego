# METADATA
# title: S3 bucket lets everybody read through its ACL
# description: >-
#   A public ACL hands the list of objects, and often the objects, to anybody who knows or
#   guesses the name of the bucket.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   id: DH_AWS_S3_008
#   severity: critical
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_acl: bucket}
#   remediation: >-
#     Set acl to private and serve what is public through CloudFront.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_20, AVD-AWS-0092, aws-s3-no-public-access-with-acl]
package dharma.security.aws_s3_acl_public_read

import data.dharma.lib.related
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket lets everybody read through its ACL", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	readable(rc)
]

readable(rc) if rc.change.after.acl in ["public-read", "public-read-write", "authenticated-read", "website"]

readable(rc) if {
	some companion in related.of(rc, "aws_s3_bucket_acl")
	companion.change.after.acl in ["public-read", "public-read-write", "authenticated-read", "website"]
}

readable(rc) if {
	some companion in related.of(rc, "aws_s3_bucket_acl")
	some policy in companion.change.after.access_control_policy
	some grant in policy.grant
	grant.permission in ["READ", "READ_ACP", "FULL_CONTROL"]
	some grantee in grant.grantee
	grantee.uri == "http://acs.amazonaws.com/groups/global/AllUsers"
}
