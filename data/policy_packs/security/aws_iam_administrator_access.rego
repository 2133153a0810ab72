# METADATA
# title: AdministratorAccess is attached
# description: >-
#   Whoever takes this identity over owns the account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
# custom:
#   id: DH_AWS_IAM_012
#   severity: high
#   group: security
#   provider: aws
#   service: iam
#   resource_types:
#     - aws_iam_role
#     - aws_iam_policy_attachment
#     - aws_iam_role_policy_attachment
#     - aws_iam_user_policy_attachment
#     - aws_iam_group_policy_attachment
#     - aws_ssoadmin_managed_policy_attachment
#   attributes: [policy_arn, managed_policy_arn, managed_policy_arns]
#   defaults:
#     managed_policy_arns: []
#   remediation: >-
#     Attach a policy with the actions that are needed; keep administrators to roles that people
#     take for an hour with a second factor.
#   frameworks:
#     CIS AWS 3.0: ["1.16"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_274]
package dharma.security.aws_iam_administrator_access

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: AdministratorAccess is attached", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"aws_iam_role",
		"aws_iam_policy_attachment",
		"aws_iam_role_policy_attachment",
		"aws_iam_user_policy_attachment",
		"aws_iam_group_policy_attachment",
		"aws_ssoadmin_managed_policy_attachment",
	]
	some policy in policies(rc)
	is_string(policy)
	endswith(policy, ":iam::aws:policy/AdministratorAccess")
]

default policies(_) := []

policies(rc) := rc.change.after.managed_policy_arns if {
	rc.type == "aws_iam_role"
	is_array(rc.change.after.managed_policy_arns)
}

policies(rc) := [rc.change.after.managed_policy_arn] if {
	rc.type == "aws_ssoadmin_managed_policy_attachment"
}

policies(rc) := [rc.change.after.policy_arn] if {
	rc.type in [
		"aws_iam_policy_attachment", "aws_iam_role_policy_attachment",
		"aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment",
	]
}
