# METADATA
# title: Cognito user pool can be deleted by one command
# description: >-
#   With the pool go all accounts; people would have to register again.
# related_resources:
#   - ref: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
# custom:
#   id: DH_AWS_COGNITO_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: cognito
#   resource_types: [aws_cognito_user_pool]
#   attributes: [deletion_protection]
#   remediation: >-
#     Set deletion_protection to ACTIVE.
#   fix:
#     set: {deletion_protection: ACTIVE}
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.aws_cognito_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cognito user pool can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cognito_user_pool"
	not rc.change.after.deletion_protection == "ACTIVE"
]
