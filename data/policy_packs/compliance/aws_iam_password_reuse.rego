# METADATA
# title: IAM password policy lets people use old passwords again
# description: >-
#   A password that was stolen once comes back.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: DH_AWS_IAM_003
#   severity: medium
#   group: compliance
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_account_password_policy]
#   attributes: [password_reuse_prevention]
#   defaults:
#     password_reuse_prevention: 0
#   remediation: >-
#     Set password_reuse_prevention to 24.
#   fix:
#     set: {password_reuse_prevention: 24}
#   frameworks:
#     CIS AWS 3.0: ["1.9"]
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.7"]
#     HIPAA: ["164.308(a)(5)(ii)(D)"]
#   twins: [CKV_AWS_13, AVD-AWS-0056, aws-iam-no-password-reuse]
package dharma.compliance.aws_iam_password_reuse

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM password policy lets people use old passwords again", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_account_password_policy"
	not enough(rc)
]

enough(rc) if {
	is_number(rc.change.after.password_reuse_prevention)
	rc.change.after.password_reuse_prevention >= 24
}
