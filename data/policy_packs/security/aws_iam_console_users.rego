# METADATA
# title: IAM user has a password for the console
# description: >-
#   A password can be guessed, shared and stolen; people who come through single sign-on have
#   none here.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords.html
# custom:
#   id: DH_AWS_IAM_017
#   severity: medium
#   group: security
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_user]
#   related: {aws_iam_user_login_profile: user}
#   remediation: >-
#     Take the aws_iam_user_login_profile away and let people come through IAM Identity Center.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV2_AWS_22]
package dharma.security.aws_iam_console_users

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM user has a password for the console", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_user"
	count(related.of(rc, "aws_iam_user_login_profile")) > 0
]
