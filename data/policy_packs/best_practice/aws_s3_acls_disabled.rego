# METADATA
# title: S3 bucket still takes access control lists
# description: >-
#   Lists on single objects grant access beside the bucket policy, where no review sees it, and
#   let whoever uploads keep an object for himself.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
# custom:
#   id: DH_AWS_S3_015
#   severity: low
#   group: best_practice
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_ownership_controls]
#   attributes: ["rule[].object_ownership"]
#   remediation: >-
#     Set object_ownership to BucketOwnerEnforced, after replacing the lists by policies.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV2_AWS_65]
package dharma.best_practice.aws_s3_acls_disabled

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket still takes access control lists", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket_ownership_controls"
	not enforced(rc)
]

enforced(rc) if {
	some rule in rc.change.after.rule
	rule.object_ownership == "BucketOwnerEnforced"
}
