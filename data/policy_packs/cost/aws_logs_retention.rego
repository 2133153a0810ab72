# METADATA
# title: Log group keeps its logs for ever
# description: >-
#   Stored logs are paid for each month, and the bill only grows.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
# custom:
#   id: DH_AWS_LOGS_001
#   severity: low
#   group: cost
#   provider: aws
#   service: logs
#   resource_types: [aws_cloudwatch_log_group]
#   attributes: [retention_in_days]
#   remediation: >-
#     Set retention_in_days to what the law and the incident review need.
#   frameworks:
#     NIST 800-53 r5: ["AU-11"]
#   twins: [CKV_AWS_66]
package dharma.cost.aws_logs_retention

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Log group keeps its logs for ever", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudwatch_log_group"
	not bounded(rc)
]

bounded(rc) if {
	is_number(rc.change.after.retention_in_days)
	rc.change.after.retention_in_days > 0
}
