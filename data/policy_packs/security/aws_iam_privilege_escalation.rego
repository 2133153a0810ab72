# METADATA
# title: IAM policy lets its holder gain more rights
# description: >-
#   With these actions an identity can take another one's rights: write a policy, make a key for
#   somebody else, or pass a stronger role to a machine.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
# custom:
#   id: DH_AWS_IAM_014
#   severity: high
#   group: security
#   provider: aws
#   service: iam
#   resource_types:
#     - aws_iam_policy
#     - aws_iam_role_policy
#     - aws_iam_group_policy
#     - aws_iam_user_policy
#   attributes: [policy]
#   remediation: >-
#     Take these actions out, or limit them to the resources and with iam:PassedToService to the
#     service that needs them.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_286]
package dharma.security.aws_iam_privilege_escalation

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: IAM policy lets its holder gain more rights", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"aws_iam_policy",
		"aws_iam_role_policy",
		"aws_iam_group_policy",
		"aws_iam_user_policy",
	]
	escalates(rc)
]

escalates(rc) if {
	granted := permitted(rc)
	some way in ways
	count(granted & way) == count(way)
}

permitted(rc) := {action |
	some statement in documents.allowed(rc, "policy")
	documents.everywhere(statement)
	documents.unconditional(statement)
	some action in actions
	documents.allows(statement, action)
}

actions := {action |
	some way in ways
	some action in way
}

# Actions that together give more rights than the holder has.
ways := [
	{"iam:CreateAccessKey"},
	{"iam:CreateLoginProfile"},
	{"iam:UpdateLoginProfile"},
	{"iam:AddUserToGroup"},
	{"iam:CreatePolicyVersion"},
	{"iam:SetDefaultPolicyVersion"},
	{"iam:AttachUserPolicy"},
	{"iam:AttachGroupPolicy"},
	{"iam:PutUserPolicy"},
	{"iam:PutGroupPolicy"},
	{"iam:AttachRolePolicy", "sts:AssumeRole"},
	{"iam:PutRolePolicy", "sts:AssumeRole"},
	{"iam:UpdateAssumeRolePolicy", "sts:AssumeRole"},
	{"iam:PassRole", "ec2:RunInstances"},
	{"iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"},
	{"iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"},
	{"iam:PassRole", "glue:CreateDevEndpoint"},
	{"iam:PassRole", "cloudformation:CreateStack"},
	{"iam:PassRole", "datapipeline:CreatePipeline"},
	{"glue:UpdateDevEndpoint"},
	{"lambda:UpdateFunctionCode"},
]
