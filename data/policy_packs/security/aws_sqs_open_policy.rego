# METADATA
# title: SQS queue policy lets anybody in
# description: >-
#   Anybody may read messages, delete them, or fill the queue with messages of their own that
#   the system then works on.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html
# custom:
#   id: DH_AWS_SQS_002
#   severity: high
#   group: security
#   provider: aws
#   service: sqs
#   resource_types: [aws_sqs_queue_policy, aws_sqs_queue]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Name the accounts, roles or services, or add a condition that says who, such as
#     aws:SourceAccount or aws:PrincipalOrgID.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_168]
package dharma.security.aws_sqs_open_policy

import data.dharma.lib.principals
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SQS queue policy lets anybody in", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_sqs_queue_policy", "aws_sqs_queue"]
	count(principals.open_statements(rc, "policy")) > 0
]
