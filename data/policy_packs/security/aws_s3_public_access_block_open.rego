# METADATA
# title: Public access block leaves a way open
# description: >-
#   Each of the four settings closes another way: new public ACLs, old public ACLs, new public
#   policies, and what a public policy already lets in.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: DH_AWS_S3_014
#   severity: high
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_public_access_block, aws_s3_account_public_access_block]
#   attributes: [block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets]
#   remediation: >-
#     Set block_public_acls, block_public_policy, ignore_public_acls and
#     restrict_public_buckets to true.
#   frameworks:
#     CIS AWS 3.0: ["2.1.4"]
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_53, CKV_AWS_54, CKV_AWS_55, CKV_AWS_56, AVD-AWS-0086, AVD-AWS-0087, AVD-AWS-0091, AVD-AWS-0093]
#   fix:
#     set: {block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true}
package dharma.security.aws_s3_public_access_block_open

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Public access block leaves a way open", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
	not closed(rc.change.after)
]

closed(settings) if {
	settings.block_public_acls == true
	settings.block_public_policy == true
	settings.ignore_public_acls == true
	settings.restrict_public_buckets == true
}
