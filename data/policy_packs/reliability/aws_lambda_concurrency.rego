# METADATA
# title: Lambda function has no limit of its own
# description: >-
#   A burst of calls takes all the concurrency of the account, and other functions are refused.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
# custom:
#   id: DH_AWS_LAMBDA_006
#   severity: low
#   group: reliability
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   attributes: [reserved_concurrent_executions]
#   remediation: >-
#     Set reserved_concurrent_executions to what the function may use at most.
#   frameworks:
#     NIST 800-53 r5: ["SC-5", "SC-6"]
#     SOC 2: ["A1.1"]
#   twins: [CKV_AWS_115]
package dharma.reliability.aws_lambda_concurrency

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function has no limit of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	not limited(rc)
]

limited(rc) if {
	is_number(rc.change.after.reserved_concurrent_executions)
	rc.change.after.reserved_concurrent_executions >= 0
}
