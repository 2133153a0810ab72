# METADATA
# title: SQS queue policy allows every action
# description: >-
#   A sender that may also delete the queue or change its policy needs only one mistake to do
#   so.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
# custom:
#   id: DH_AWS_SQS_003
#   severity: medium
#   group: security
#   provider: aws
#   service: sqs
#   resource_types: [aws_sqs_queue_policy]
#   attributes: [policy]
#   remediation: >-
#     Name the actions that are needed, such as sqs:SendMessage.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#   twins: [CKV_AWS_72, AVD-AWS-0097, aws-sqs-no-wildcards-in-policy-documents]
package dharma.security.aws_sqs_all_actions

import data.dharma.lib.documents
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQS queue policy allows every action", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sqs_queue_policy"
	some statement in documents.allowed(rc, "policy")
	some action in documents.listed(statement.Action)
	action == "*"
]
