# METADATA
# title: IAM role trusts every identity of an account
# description: >-
#   The other account decides who takes the role: any user or role there that may call
#   sts:AssumeRole.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: DH_AWS_IAM_011
#   severity: low
#   group: security
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_role]
#   attributes: [assume_role_policy]
#   remediation: >-
#     Name the roles that need it, or add a condition (an external id, a second factor).
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_61]
package dharma.security.aws_iam_account_trust

import data.dharma.lib.documents
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM role trusts every identity of an account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_role"
	trusts_account(rc)
]

trusts_account(rc) if {
	some statement in documents.allowed(rc, "assume_role_policy")
	documents.unconditional(statement)
	some principal in documents.listed(statement.Principal.AWS)
	is_string(principal)
	regex.match(`^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$`, principal)
}
