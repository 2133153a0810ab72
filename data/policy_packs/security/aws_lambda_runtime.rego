# METADATA
# title: Lambda function uses a runtime past its end of life
# description: >-
#   No more fixes are made for the language or the system under it, and later the function can
#   no longer be changed. data.dharma.parameters.lambda_runtimes_ended replaces the list.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
# custom:
#   id: DH_AWS_LAMBDA_003
#   severity: medium
#   group: security
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   attributes: [runtime]
#   remediation: >-
#     Move to a runtime that is still maintained, such as python3.13 or nodejs24.x.
#   frameworks:
#     NIST 800-53 r5: ["SA-22", "SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_363]
package dharma.security.aws_lambda_runtime

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function uses a runtime past its end of life", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	rc.change.after.runtime in ended
]

# Deprecated by 30 November 2026 according to the tables of the developer guide, as projected in
# November 2025; runtimes of Amazon Linux 2 (java11, java17, python3.10, python3.11, provided.al2)
# are still patched after that system's end.
default ended := [
	"dotnet6", "dotnet7", "dotnet8", "dotnet5.0", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1",
	"dotnetcore3.1", "go1.x", "java8", "nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10",
	"nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x",
	"provided", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "ruby2.5", "ruby2.7",
	"ruby3.2",
]

ended := data.dharma.parameters.lambda_runtimes_ended
