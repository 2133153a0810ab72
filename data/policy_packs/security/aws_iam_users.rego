# METADATA
# title: IAM user instead of single sign-on
# description: >-
#   A user has a password and keys in this account that nobody takes away when the person
#   leaves.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   id: DH_AWS_IAM_015
#   severity: low
#   group: security
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_user]
#   remediation: >-
#     Let people come through IAM Identity Center or a provider of identities, and programs
#     through roles.
#   frameworks:
#     CIS AWS 3.0: ["1.21"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AWS_273]
package dharma.security.aws_iam_users

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM user instead of single sign-on", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_user"
	rc.address != ""
]
