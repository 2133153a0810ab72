# METADATA
# title: IAM policy is attached to a user
# description: >-
#   Rights that hang on a person are forgotten when the work changes; rights of a group or role
#   are seen and taken away together.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
# custom:
#   id: DH_AWS_IAM_009
#   severity: medium
#   group: security
#   provider: aws
#   service: iam
#   resource_types:
#     - aws_iam_user_policy
#     - aws_iam_user_policy_attachment
#     - aws_iam_policy_attachment
#   remediation: >-
#     Attach the policy to a group or a role, and put the user into the group.
#   frameworks:
#     CIS AWS 3.0: ["1.15"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_40, AVD-AWS-0143, aws-iam-no-user-attached-policies]
package dharma.security.aws_iam_user_policies

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM policy is attached to a user", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment"]
	to_user(rc)
]

to_user(rc) if rc.type in ["aws_iam_user_policy", "aws_iam_user_policy_attachment"]

to_user(rc) if rc.change.after_unknown.users == true

to_user(rc) if {
	is_array(rc.change.after.users)
	count(rc.change.after.users) > 0
}
