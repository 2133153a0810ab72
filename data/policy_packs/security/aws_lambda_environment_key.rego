# METADATA
# title: Lambda environment is not encrypted with a key of yours
# description: >-
#   Whoever may look at the function reads the variables; with a key of your own that takes the
#   right to use the key as well.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
# custom:
#   id: DH_AWS_LAMBDA_005
#   severity: low
#   group: security
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_function]
#   remediation: >-
#     Set kms_key_arn to a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_173]
package dharma.security.aws_lambda_environment_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda environment is not encrypted with a key of yours", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_function"
	some environment in rc.change.after.environment
	is_object(environment)
	not keyed(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[address, "kms_key_arn"] | some address in failing]

keyed(rc) if {
	is_string(rc.change.after.kms_key_arn)
	rc.change.after.kms_key_arn != ""
}

# The key is made in the same plan.
keyed(rc) if rc.change.after_unknown.kms_key_arn == true
