# METADATA
# title: Log group is not encrypted with a KMS key
# description: >-
#   Logs often hold what nobody meant to write down. With a key of your own you decide who
#   reads them, and can shut them at once.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
# custom:
#   id: DH_AWS_LOGS_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: logs
#   resource_types: [aws_cloudwatch_log_group]
#   remediation: >-
#     Set kms_key_id to a key whose policy lets the service logs.REGION.amazonaws.com use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_158, AVD-AWS-0017, aws-cloudwatch-log-group-customer-key]
package dharma.compliance.aws_logs_kms

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Log group is not encrypted with a KMS key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudwatch_log_group"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
