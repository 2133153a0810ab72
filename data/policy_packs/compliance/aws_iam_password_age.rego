# METADATA
# title: IAM password policy lets passwords grow older than 90 days
# description: >-
#   A password that was stolen stays good for ever.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_004
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [max_password_age]
#   defaults:
#     max_password_age: 0
#   remediation: >-
#     Set max_password_age to 90, where no second factor is asked for.
#   fix:
#     set: {max_password_age: 90}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.9"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_9, AVD-AWS-0062, aws-iam-set-max-password-age]
package dharma.compliance.aws_iam_password_age

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy lets passwords grow older than 90 days", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not enough(rc)
]

enough(rc) if {
	is_number(rc.change.after.max_password_age)
	rc.change.after.max_password_age > 0
	rc.change.after.max_password_age <= 90
}
