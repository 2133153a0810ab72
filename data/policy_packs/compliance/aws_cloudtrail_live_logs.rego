# METADATA
# title: CloudTrail is not sent to CloudWatch Logs
# description: >-
#   Files in a bucket are read when the harm is done. Filters and alarms on a log group tell of
#   it within minutes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_004
#   severity: low
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   remediation: >-
#     Set cloud_watch_logs_group_arn, and cloud_watch_logs_role_arn to a role that may write to
#     it.
#   frameworks:
#     NIST 800-53 r5: ["AU-6", "SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.4.1.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV2_AWS_10, AVD-AWS-0162, aws-cloudtrail-ensure-cloudwatch-integration]
package dharma.compliance.aws_cloudtrail_live_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail is not sent to CloudWatch Logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	not sent(rc)
]

sent(rc) if {
	is_string(rc.change.after.cloud_watch_logs_group_arn)
	rc.change.after.cloud_watch_logs_group_arn != ""
}

# Set by reference: which group is known after apply, that there is one is known now.
sent(rc) if rc.change.after_unknown.cloud_watch_logs_group_arn == true
