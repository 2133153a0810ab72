# METADATA
# title: State machine is not traced
# description: >-
#   When one step of many is slow or fails, a trace shows which, through all services that it
#   calls.
# related_resources:
#   - ref: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
# custom:
#   id: DH_AWS_SFN_001
#   severity: low
#   group: best_practice
#   provider: aws
#   service: sfn
#   resource_types: [aws_sfn_state_machine]
#   attributes: ["tracing_configuration[].enabled"]
#   defaults: {tracing_configuration: [], "tracing_configuration[].enabled": false}
#   remediation: >-
#     Set tracing_configuration { enabled = true }.
#   twins: [CKV_AWS_284]
#   fix:
#     set: {"tracing_configuration[].enabled": true}
package dharma.best_practice.aws_sfn_tracing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: State machine is not traced", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sfn_state_machine"
	not enabled(rc)
]

enabled(rc) if {
	some settings in rc.change.after.tracing_configuration
	settings.enabled == true
}
