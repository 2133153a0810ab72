# METADATA
# title: Lambda function runs code that nobody signed
# description: >-
#   Whoever may upload a package decides what runs; with code signing only packages of known
#   publishers do.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
# custom:
#   id: DH_AWS_LAMBDA_007
#   severity: low
#   group: best_practice
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   remediation: >-
#     Make an aws_lambda_code_signing_config and set code_signing_config_arn.
#   frameworks:
#     NIST 800-53 r5: ["SI-7"]
#     SOC 2: ["CC8.1"]
#   twins: [CKV_AWS_272]
package dharma.best_practice.aws_lambda_code_signing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda function runs code that nobody signed", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	not signed(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[address, "code_signing_config_arn"] | some address in failing]

signed(rc) if {
	is_string(rc.change.after.code_signing_config_arn)
	rc.change.after.code_signing_config_arn != ""
}

# The configuration is made in the same plan.
signed(rc) if rc.change.after_unknown.code_signing_config_arn == true
