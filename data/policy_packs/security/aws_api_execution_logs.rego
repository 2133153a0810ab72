# METADATA
# title: REST API stage does not log its errors
# description: >-
#   Calls that fail inside API Gateway leave no trace, and nobody knows why.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
# custom:
#   id: DH_AWS_APIGATEWAY_010
#   severity: low
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_stage]
#   related: {aws_api_gateway_method_settings: stage_name}
#   remediation: >-
#     Add an aws_api_gateway_method_settings for the stage with logging_level ERROR or INFO.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#   twins: [CKV2_AWS_4]
package dharma.security.aws_api_execution_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API stage does not log its errors", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_stage"
	not logged(rc)
]

logged(rc) if {
	some method in related.of(rc, "aws_api_gateway_method_settings")
	some settings in method.change.after.settings
	settings.logging_level in ["ERROR", "INFO"]
}
