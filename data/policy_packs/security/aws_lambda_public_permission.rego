# METADATA
# title: Lambda permission lets every AWS account call the function
# description: >-
#   The principal * is everybody; without an organisation, account or source the function can be
#   run by strangers.
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
# custom:
#   id: DH_AWS_LAMBDA_008
#   severity: critical
#   group: security
#   provider: aws
#   service: lambda
#   resource_types: [aws_lambda_permission]
#   attributes: [principal]
#   remediation: >-
#     Name the account or service in principal, or limit it with principal_org_id.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_301]
package dharma.security.aws_lambda_public_permission

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Lambda permission lets every AWS account call the function", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lambda_permission"
	rc.change.after.principal == "*"
	not narrowed(rc)
]

narrowed(rc) if {
	some attribute in ["principal_org_id", "source_account", "source_arn"]
	given(rc, attribute)
}

given(rc, attribute) if {
	is_string(rc.change.after[attribute])
	rc.change.after[attribute] != ""
}

# It is made in the same plan.
given(rc, attribute) if rc.change.after_unknown[attribute] == true
