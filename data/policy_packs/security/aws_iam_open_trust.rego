# METADATA
# title: IAM role can be assumed by anybody
# description: >-
#   Every AWS account in the world may take the role and its rights.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html
# custom:
#   id: DH_AWS_IAM_010
#   severity: critical
#   group: security
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_role]
#   attributes: [assume_role_policy]
#   remediation: >-
#     Name the roles or services that need it, or limit it with a condition on
#     aws:PrincipalOrgID.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7", "AC-6"]
#     SOC 2: ["CC6.6", "CC6.3"]
#     PCI DSS 4.0.1: ["1.4.4", "7.2.2"]
#     HIPAA: ["164.312(a)(1)", "164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_60]
package dharma.security.aws_iam_open_trust

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: IAM role can be assumed by anybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_role"
	trusts_anybody(rc)
]

trusts_anybody(rc) if {
	some statement in documents.allowed(rc, "assume_role_policy")
	open(statement)
}

open(statement) if {
	documents.unconditional(statement)
	statement.Principal == "*"
}

open(statement) if {
	documents.unconditional(statement)
	"*" in documents.listed(statement.Principal.AWS)
}
