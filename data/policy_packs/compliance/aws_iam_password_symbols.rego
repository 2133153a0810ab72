# METADATA
# title: IAM password policy asks for no symbols
# description: >-
#   Passwords of few kinds of characters are tried through sooner; symbols widen what must be
#   tried.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_008
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [require_symbols]
#   defaults:
#     require_symbols: false
#   remediation: >-
#     Set require_symbols to true.
#   fix:
#     set: {require_symbols: true}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.6"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_14, AVD-AWS-0060, aws-iam-require-symbols-in-passwords]
package dharma.compliance.aws_iam_password_symbols

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy asks for no symbols", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not rc.change.after.require_symbols == true
]
