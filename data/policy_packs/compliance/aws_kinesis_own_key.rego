# METADATA
# title: Kinesis stream is not encrypted with a key of your own
# description: >-
#   Of the key that AWS manages nobody can change the policy, follow the use by person, or shut
#   it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/streams/latest/dev/creating-using-sse-master-keys.html
# custom:
#   id: DH_AWS_KINESIS_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: kinesis
#   resource_types: [aws_kinesis_stream]
#   remediation: >-
#     Set kms_key_id to a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_185]
package dharma.compliance.aws_kinesis_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kinesis stream is not encrypted with a key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kinesis_stream"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
	rc.change.after.kms_key_id != "alias/aws/kinesis"
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
