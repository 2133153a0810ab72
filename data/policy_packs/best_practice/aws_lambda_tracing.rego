# METADATA
# title: Lambda function is not traced
# description: >-
#   Slow and failing calls cannot be followed through the services they touch.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
# custom:
#   id: DH_AWS_LAMBDA_001
#   severity: low
#   group: best_practice
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   attributes: ["tracing_config[].mode"]
#   defaults:
#     tracing_config: []
#     "tracing_config[].mode": PassThrough
#   remediation: >-
#     Set tracing_config { mode = "Active" }.
#   frameworks:
#     NIST 800-53 r5: ["AU-12"]
#   twins: [CKV_AWS_50, AVD-AWS-0066, aws-lambda-enable-tracing]
package dharma.best_practice.aws_lambda_tracing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function is not traced", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	not traced(rc)
]

traced(rc) if {
	some config in rc.change.after.tracing_config
	config.mode == "Active"
}
