# METADATA
# title: REST API method does not validate requests
# description: >-
#   Malformed calls are paid for and reach the code behind.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
# custom:
#   id: DH_AWS_APIGATEWAY_009
#   severity: low
#   group: best_practice
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_method]
#   remediation: >-
#     Name an aws_api_gateway_request_validator in request_validator_id.
#   frameworks:
#     NIST 800-53 r5: ["SI-10"]
#     SOC 2: ["CC7.1"]
#   twins: [CKV2_AWS_53]
package dharma.best_practice.aws_api_request_validation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API method does not validate requests", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_method"
	not validated(rc)
]

validated(rc) if {
	is_string(rc.change.after.request_validator_id)
	rc.change.after.request_validator_id != ""
}

# A validator that is not made yet is one all the same.
validated(rc) if rc.change.after_unknown.request_validator_id == true
