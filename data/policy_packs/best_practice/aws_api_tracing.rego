# METADATA
# title: REST API stage is not traced
# description: >-
#   Where a slow or failing call spends its time can only be guessed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
# custom:
#   id: DH_AWS_APIGATEWAY_002
#   severity: low
#   group: best_practice
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_stage]
#   attributes: [xray_tracing_enabled]
#   remediation: >-
#     Set xray_tracing_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["AU-12", "SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_73, AVD-AWS-0003, aws-api-gateway-enable-tracing]
#   fix:
#     set: {xray_tracing_enabled: true}
package dharma.best_practice.aws_api_tracing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API stage is not traced", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_stage"
	not rc.change.after.xray_tracing_enabled == true
]
