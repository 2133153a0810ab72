# METADATA
# title: S3 access point does not block public access
# description: >-
#   An access point has a policy of its own, and its block cannot be changed once it is made:
#   one left open stays open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
# custom:
#   id: DH_AWS_S3_017
#   severity: high
#   group: security
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_access_point]
#   remediation: >-
#     Leave out public_access_block_configuration (all four are on by default), or set all four
#     to true.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   fix:
#     remove: [public_access_block_configuration]
package dharma.security.aws_s3_access_point_open

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: S3 access point does not block public access", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_access_point"
	some settings in rc.change.after.public_access_block_configuration
	some setting in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
	settings[setting] == false
]
