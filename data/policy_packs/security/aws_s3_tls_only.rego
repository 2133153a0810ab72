# METADATA
# title: S3 bucket answers requests that are not encrypted
# description: >-
#   S3 also serves plain HTTP. Only a bucket policy that denies it keeps objects and
#   credentials from being read on the way.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
# custom:
#   id: DH_AWS_S3_007
#   severity: medium
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket, aws_s3_bucket_policy]
#   attributes: [policy]
#   defaults: {policy: null}
#   related: {aws_s3_bucket_policy: bucket}
#   remediation: >-
#     Add a statement to the bucket policy that denies s3:* to everybody where
#     aws:SecureTransport is false.
#   frameworks:
#     CIS AWS 3.0: ["2.1.1"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.aws_s3_tls_only

import data.dharma.lib.documents
import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket answers requests that are not encrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	open(rc)
]

# A bucket without any policy, and a policy that does not say it.
open(rc) if {
	rc.type == "aws_s3_bucket"
	count(related.of(rc, "aws_s3_bucket_policy")) == 0
	not refuses_plain_http(rc)
}

open(rc) if {
	rc.type == "aws_s3_bucket_policy"
	not refuses_plain_http(rc)
}

refuses_plain_http(rc) if {
	some statement in documents.listed(documents.document(rc, "policy").Statement)
	statement.Effect == "Deny"
	documents.anybody(statement)
	documents.allows(statement, "s3:GetObject")
	some operator in ["Bool", "BoolIfExists"]
	some key
	value := statement.Condition[operator][key]
	lower(key) == "aws:securetransport"
	some word in documents.listed(value)
	word in ["false", false]
}
