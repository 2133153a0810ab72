# METADATA
# title: SQS queue is encrypted with the key that AWS manages
# description: >-
#   The policy of that key cannot be changed: other accounts and most services cannot use the
#   queue, and nobody can shut the key.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# custom:
#   id: DH_AWS_SQS_004
#   severity: low
#   group: compliance
#   provider: aws
#   service: sqs
#   resource_types: [aws_sqs_queue]
#   remediation: >-
#     Set kms_master_key_id to a key of your own, or leave it out: SQS then encrypts by itself
#     at no cost.
#   frameworks:
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV2_AWS_73]
package dharma.compliance.aws_sqs_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQS queue is encrypted with the key that AWS manages", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sqs_queue"
	rc.change.after.kms_master_key_id == "alias/aws/sqs"
]
