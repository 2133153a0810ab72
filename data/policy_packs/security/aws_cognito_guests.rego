# METADATA
# title: Cognito identity pool gives guests credentials
# description: >-
#   Anybody on the internet gets AWS credentials of the role for guests, without a login.
# related_resources:
#   - ref: https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html
# custom:
#   id: DH_AWS_COGNITO_001
#   severity: high
#   group: security
#   provider: aws
#   service: cognito
#   resource_types: [aws_cognito_identity_pool]
#   attributes: [allow_unauthenticated_identities]
#   remediation: >-
#     Set allow_unauthenticated_identities to false.
#   fix:
#     set: {allow_unauthenticated_identities: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_366]
package dharma.security.aws_cognito_guests

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cognito identity pool gives guests credentials", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cognito_identity_pool"
	rc.change.after.allow_unauthenticated_identities == true
]
