# METADATA
# title: Kinesis stream stores its records unencrypted
# description: >-
#   Records lie readable in the stream for as long as it keeps them, up to a year.
# related_resources:
#   - ref: https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html
# custom:
#   id: DH_AWS_KINESIS_001
#   severity: high
#   group: security
#   provider: aws
#   service: kinesis
#   resource_types: [aws_kinesis_stream]
#   attributes: [encryption_type]
#   remediation: >-
#     Set encryption_type to KMS and kms_key_id to alias/aws/kinesis or a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_43, AVD-AWS-0064, aws-kinesis-enable-in-transit-encryption]
#   fix:
#     set: {encryption_type: KMS, kms_key_id: alias/aws/kinesis}
package dharma.security.aws_kinesis_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Kinesis stream stores its records unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kinesis_stream"
	not rc.change.after.encryption_type == "KMS"
]
