# METADATA
# title: Alarm is not allowed to act
# description: >-
#   The alarm changes its state and tells nobody: a switch that was meant for an hour of
#   maintenance and forgotten.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# custom:
#   id: DH_AWS_CLOUDWATCH_001
#   severity: medium
#   group: reliability
#   provider: aws
#   service: cloudwatch
#   resource_types: [aws_cloudwatch_metric_alarm]
#   attributes: [actions_enabled]
#   remediation: >-
#     Leave out actions_enabled, or set it to true.
#   frameworks:
#     NIST 800-53 r5: ["AU-6", "SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_319]
#   fix:
#     set: {actions_enabled: true}
package dharma.reliability.aws_cloudwatch_silent_alarms

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Alarm is not allowed to act", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudwatch_metric_alarm"
	rc.change.after.actions_enabled == false
]
