# METADATA
# title: API stage keeps no access log
# description: >-
#   After an attack nobody can say who called what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
# custom:
#   id: DH_AWS_APIGATEWAY_001
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_stage, aws_apigatewayv2_stage]
#   remediation: >-
#     Add access_log_settings with the ARN of a log group.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_76, AVD-AWS-0001, aws-api-gateway-enable-access-logging]
package dharma.security.aws_api_access_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: API stage keeps no access log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]
	not logged(rc)
]

# A log group that is not made yet is one all the same.
logged(rc) if some _ in rc.change.after.access_log_settings
