# METADATA
# title: SQS queue stores its messages unencrypted
# description: >-
#   Messages at rest are readable to whoever gets hold of the storage.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
# custom:
#   id: DH_AWS_SQS_001
#   severity: high
#   group: security
#   provider: aws
#   service: sqs
#   resource_types: [aws_sqs_queue]
#   attributes: [sqs_managed_sse_enabled]
#   defaults:
#     sqs_managed_sse_enabled: true
#   remediation: >-
#     Leave sqs_managed_sse_enabled on, or set kms_master_key_id.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_27, AVD-AWS-0096, aws-sqs-enable-queue-encryption]
#   fix:
#     set: {sqs_managed_sse_enabled: true}
package dharma.security.aws_sqs_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SQS queue stores its messages unencrypted", [address])
}

# A new queue is encrypted by SQS itself unless somebody says no.
failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sqs_queue"
	rc.change.after.sqs_managed_sse_enabled == false
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_master_key_id)
	rc.change.after.kms_master_key_id != ""
}

keyed(rc) if rc.change.after_unknown.kms_master_key_id == true
