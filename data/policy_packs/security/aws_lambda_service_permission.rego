# METADATA
# title: Lambda permission does not say whose service may call
# description: >-
#   Any account can make the service call your function (the confused deputy), unless the source
#   is named.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
# custom:
#   id: DH_AWS_LAMBDA_009
#   severity: medium
#   group: security
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_permission]
#   attributes: [principal]
#   remediation: >-
#     Set source_arn to the rule, bucket, topic or API that calls, or source_account.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_364, AVD-AWS-0067, aws-lambda-restrict-source-arn]
package dharma.security.aws_lambda_service_permission

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda permission does not say whose service may call", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_permission"
	is_string(rc.change.after.principal)
	endswith(rc.change.after.principal, ".amazonaws.com")
	not narrowed(rc)
]

narrowed(rc) if {
	some attribute in ["source_account", "source_arn"]
	given(rc, attribute)
}

given(rc, attribute) if {
	is_string(rc.change.after[attribute])
	rc.change.after[attribute] != ""
}

# It is made in the same plan.
given(rc, attribute) if rc.change.after_unknown[attribute] == true
