# METADATA
# title: MQ broker has a public address
# description: >-
#   The queues and the console answer the whole internet.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html
# custom:
#   id: DH_AWS_MQ_003
#   severity: high
#   group: security
#   provider: aws
#   service: mq
#   resource_types: [aws_mq_broker]
#   attributes: [publicly_accessible]
#   remediation: >-
#     Set publicly_accessible to false (the broker is made again).
#   fix:
#     set: {publicly_accessible: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_69, AVD-AWS-0072, aws-mq-no-public-access]
package dharma.security.aws_mq_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: MQ broker has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_mq_broker"
	rc.change.after.publicly_accessible == true
]
