# METADATA
# title: IAM password policy asks for no upper-case letters
# description: >-
#   Passwords of few kinds of characters are tried through sooner; upper-case letters widen what
#   must be tried.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [require_uppercase_characters]
#   defaults:
#     require_uppercase_characters: false
#   remediation: >-
#     Set require_uppercase_characters to true.
#   fix:
#     set: {require_uppercase_characters: true}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.6"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_15, AVD-AWS-0061, aws-iam-require-uppercase-in-passwords]
package dharma.compliance.aws_iam_password_uppercase

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy asks for no upper-case letters", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not rc.change.after.require_uppercase_characters == true
]
