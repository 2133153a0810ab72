# METADATA
# title: Cognito user pool asks for no second factor
# description: >-
#   A stolen password is enough to take an account over.
# related_resources:
#   - ref: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
# custom:
#   id: DH_AWS_COGNITO_002
#   severity: medium
#   group: security
#   provider: aws
#   service: cognito
#   resource_types: [aws_cognito_user_pool]
#   attributes: [mfa_configuration]
#   remediation: >-
#     Set mfa_configuration to ON (or OPTIONAL) with software_token_mfa_configuration { enabled
#     = true }.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
package dharma.security.aws_cognito_mfa

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cognito user pool asks for no second factor", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cognito_user_pool"
	not rc.change.after.mfa_configuration in ["ON", "OPTIONAL"]
]
