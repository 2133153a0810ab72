# METADATA
# title: State machine does not log what it was given and gave back
# description: >-
#   Without the data of an execution nobody can say afterwards why a step failed; the history
#   that AWS keeps ends after 90 days.
# related_resources:
#   - ref: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
# custom:
#   id: DH_AWS_SFN_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: sfn
#   resource_types: [aws_sfn_state_machine]
#   attributes: ["logging_configuration[].include_execution_data"]
#   defaults: {logging_configuration: [], "logging_configuration[].include_execution_data": false}
#   remediation: >-
#     Set logging_configuration with include_execution_data, a level and a log group; leave it
#     out where the data is secret.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_285]
package dharma.compliance.aws_sfn_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: State machine does not log what it was given and gave back", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sfn_state_machine"
	not enabled(rc)
]

enabled(rc) if {
	some settings in rc.change.after.logging_configuration
	settings.include_execution_data == true
}
