# METADATA
# title: ActiveMQ broker sends no audit log
# description: >-
#   Only the audit log says who changed queues and users over the console.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html
# custom:
#   id: DH_AWS_MQ_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: mq
#   resource_types: [aws_mq_broker]
#   attributes: ["logs[].audit"]
#   remediation: >-
#     Set logs { audit = true }.
#   fix:
#     set: {"logs[].audit": "true"}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_197, AVD-AWS-0070, aws-mq-enable-audit-logging]
package dharma.compliance.aws_mq_audit_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ActiveMQ broker sends no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_mq_broker"
	not rc.change.after.engine_type == "RabbitMQ"
	not audits(rc)
]

audits(rc) if {
	some block in rc.change.after.logs
	block.audit in [true, "true"]
}
