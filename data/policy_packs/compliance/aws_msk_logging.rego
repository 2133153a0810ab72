# METADATA
# title: MSK brokers keep no logs
# description: >-
#   Errors and refused clients cannot be looked up later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html
# custom:
#   id: DH_AWS_MSK_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: msk
#   resource_types: [aws_msk_cluster]
#   attributes: [logging_info]
#   remediation: >-
#     Add logging_info with broker_logs to CloudWatch, Firehose or S3.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_80, AVD-AWS-0074, aws-msk-enable-logging]
package dharma.compliance.aws_msk_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MSK brokers keep no logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_msk_cluster"
	not logs(rc)
]

logs(rc) if {
	some info in rc.change.after.logging_info
	some brokers in info.broker_logs
	some kind in ["cloudwatch_logs", "firehose", "s3"]
	some target in brokers[kind]
	target.enabled == true
}
