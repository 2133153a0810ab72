# METADATA
# title: Lambda function drops events it fails on
# description: >-
#   An asynchronous call that fails three times is gone without a trace.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
# custom:
#   id: DH_AWS_LAMBDA_002
#   severity: low
#   group: reliability
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   attributes: [dead_letter_config]
#   remediation: >-
#     Add a dead_letter_config with a queue or topic.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_116]
package dharma.reliability.aws_lambda_dead_letters

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function drops events it fails on", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	not keeps(rc)
]

keeps(rc) if {
	some config in rc.change.after.dead_letter_config
	is_object(config)
}
