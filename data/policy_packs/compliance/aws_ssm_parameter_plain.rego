# METADATA
# title: Parameter is stored as plain text
# description: >-
#   Parameters gather passwords and keys over time; a plain one is shown to everybody who may
#   list parameters.
# related_resources:
#   - ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html
# custom:
#   id: DH_AWS_SSM_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: ssm
#   resource_types: [aws_ssm_parameter]
#   attributes: [type]
#   remediation: >-
#     Set type to SecureString.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV2_AWS_34]
package dharma.compliance.aws_ssm_parameter_plain

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Parameter is stored as plain text", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ssm_parameter"
	not rc.change.after.type == "SecureString"
]
