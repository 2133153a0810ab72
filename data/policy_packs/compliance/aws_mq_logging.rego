# METADATA
# title: MQ broker sends no general log
# description: >-
#   Errors and refused clients cannot be looked up later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html
# custom:
#   id: DH_AWS_MQ_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: mq
#   resource_types: [aws_mq_broker]
#   attributes: ["logs[].general"]
#   remediation: >-
#     Set logs { general = true }.
#   fix:
#     set: {"logs[].general": true}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_48, AVD-AWS-0071, aws-mq-enable-general-logging]
package dharma.compliance.aws_mq_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MQ broker sends no general log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_mq_broker"
	not logs(rc)
]

logs(rc) if {
	some block in rc.change.after.logs
	block.general == true
}
