# METADATA
# title: SNS topic is not encrypted
# description: >-
#   Messages waiting for delivery are stored readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
# custom:
#   id: DH_AWS_SNS_001
#   severity: medium
#   group: security
#   provider: aws
#   service: sns
#   resource_types: [aws_sns_topic]
#   remediation: >-
#     Set kms_master_key_id (alias/aws/sns, or a key of your own).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_26, AVD-AWS-0095, aws-sns-enable-topic-encryption]
package dharma.security.aws_sns_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SNS topic is not encrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sns_topic"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_master_key_id)
	rc.change.after.kms_master_key_id != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_master_key_id == true
