# METADATA
# title: S3 bucket policy locks everybody out, its owner too
# description: >-
#   A statement that denies everybody the right to change the policy can be undone by nobody
#   but the root user of the account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
# custom:
#   id: DH_AWS_S3_011
#   severity: medium
#   group: reliability
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_policy, aws_s3_bucket]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Take s3:PutBucketPolicy out of the denied actions, or add a condition that leaves the
#     administrators out.
#   frameworks:
#     NIST 800-53 r5: ["CP-2"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_93]
package dharma.reliability.aws_s3_policy_lockout

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket policy locks everybody out, its owner too", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_s3_bucket_policy", "aws_s3_bucket"]
	some statement in documents.listed(documents.document(rc, "policy").Statement)
	statement.Effect == "Deny"
	documents.anybody(statement)
	documents.unconditional(statement)
	documents.allows(statement, "s3:PutBucketPolicy")
]
