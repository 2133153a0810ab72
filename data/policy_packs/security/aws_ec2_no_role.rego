# METADATA
# title: EC2 instance has no role
# description: >-
#   Without one its programs need long-lived keys, which lie on the disk until somebody copies
#   them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
# custom:
#   id: DH_AWS_EC2_022
#   severity: low
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance]
#   attributes: [iam_instance_profile]
#   defaults:
#     iam_instance_profile: null
#   remediation: >-
#     Give it an iam_instance_profile with the permissions it needs.
#   frameworks:
#     CIS AWS 3.0: ["1.18"]
#     NIST 800-53 r5: ["AC-6", "IA-5"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV2_AWS_41]
package dharma.security.aws_ec2_no_role

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance has no role", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_instance"
	not named(rc)
]

named(rc) if {
	is_string(rc.change.after.iam_instance_profile)
	rc.change.after.iam_instance_profile != ""
}
