# METADATA
# title: Lambda function URL can be called by anybody
# description: >-
#   The function answers the whole internet: anybody runs its code, reads what it returns, and
#   runs up the bill.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# custom:
#   id: DH_AWS_LAMBDA_004
#   severity: high
#   group: security
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function_url]
#   attributes: [authorization_type]
#   remediation: >-
#     Set authorization_type to AWS_IAM, or put CloudFront or an API with an authorizer in
#     front.
#   fix:
#     set: {authorization_type: AWS_IAM}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_258]
package dharma.security.aws_lambda_open_url

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function URL can be called by anybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function_url"
	rc.change.after.authorization_type == "NONE"
]
