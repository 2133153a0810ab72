# METADATA
# title: HTTP API route is open to everybody
# description: >-
#   Whoever finds the address may call it: nobody is asked who they are.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
# custom:
#   id: DH_AWS_APIGATEWAY_004
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_apigatewayv2_route]
#   attributes: [authorization_type]
#   remediation: >-
#     Set authorization_type to AWS_IAM, JWT or CUSTOM.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_309]
package dharma.security.aws_api_open_route

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: HTTP API route is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_apigatewayv2_route"
	not rc.change.after.authorization_type in ["AWS_IAM", "CUSTOM", "JWT"]
]
