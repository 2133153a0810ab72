# METADATA
# title: IAM policy allows whatever an action name can match
# description: >-
#   A statement with the action * (or a whole service on every resource) turns a small break-in
#   into the loss of the account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   id: DH_AWS_IAM_001
#   severity: high
#   group: security
#   provider: aws
#   service: iam
#   resource_types:
#     - aws_iam_role_policy
#     - aws_iam_policy
#     - aws_iam_user_policy
#     - aws_iam_group_policy
#   attributes: [policy]
#   remediation: >-
#     Name the actions that are needed, and the resources they may touch.
#   frameworks:
#     CIS AWS 3.0: ["1.16"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_62, CKV_AWS_63, AVD-AWS-0057, aws-iam-no-policy-wildcards]
package dharma.security.aws_iam_wildcards

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: IAM policy allows whatever an action name can match", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"]
	some statement in documents.allowed(rc, "policy")
	excessive(statement)
]

excessive(statement) if "*" in documents.listed(statement.Action)

excessive(statement) if {
	some action in documents.listed(statement.Action)
	is_string(action)
	endswith(action, ":*")
	"*" in documents.listed(statement.Resource)
}

excessive(statement) if {
	statement.NotAction
	"*" in documents.listed(statement.Resource)
}
