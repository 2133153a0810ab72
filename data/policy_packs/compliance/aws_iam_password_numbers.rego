# METADATA
# title: IAM password policy asks for no numbers
# description: >-
#   Passwords of few kinds of characters are tried through sooner; numbers widen what must be
#   tried.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_007
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [require_numbers]
#   defaults:
#     require_numbers: false
#   remediation: >-
#     Set require_numbers to true.
#   fix:
#     set: {require_numbers: true}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.6"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_12, AVD-AWS-0059, aws-iam-require-numbers-in-passwords]
package dharma.compliance.aws_iam_password_numbers

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy asks for no numbers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not rc.change.after.require_numbers == true
]
