# METADATA
# title: REST API method is open to everybody
# description: >-
#   Whoever finds the address may call it: nobody is asked who they are.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
# custom:
#   id: DH_AWS_APIGATEWAY_003
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_method]
#   attributes: [authorization]
#   remediation: >-
#     Set authorization to AWS_IAM, COGNITO_USER_POOLS or CUSTOM.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_59, AVD-AWS-0004, aws-api-gateway-no-public-access]
package dharma.security.aws_api_open_method

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API method is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_method"
	rc.change.after.authorization == "NONE"
	not rc.change.after.http_method == "OPTIONS"
	not rc.change.after.api_key_required == true
]
