# METADATA
# title: IAM password policy takes passwords of less than 14 characters
# description: >-
#   Short passwords are guessed; AWS takes 6 characters unless told otherwise.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [minimum_password_length]
#   defaults:
#     minimum_password_length: 6
#   remediation: >-
#     Set minimum_password_length to 14 or more.
#   fix:
#     set: {minimum_password_length: 14}
#   frameworks:
#     CIS AWS 3.0: ["1.8"]
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.6"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_10, AVD-AWS-0063, aws-iam-set-minimum-password-length]
package dharma.compliance.aws_iam_password_length

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy takes passwords of less than 14 characters", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not enough(rc)
]

enough(rc) if {
	is_number(rc.change.after.minimum_password_length)
	rc.change.after.minimum_password_length >= 14
}
