# METADATA
# title: Firehose stream is not encrypted with a key of your own
# description: >-
#   The key that AWS owns cannot be shut, and its use leaves no record with you.
# related_resources:
#   - ref: https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
# custom:
#   id: DH_AWS_FIREHOSE_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: firehose
#   resource_types: [aws_kinesis_firehose_delivery_stream]
#   remediation: >-
#     Set server_side_encryption with enabled = true, key_type = "CUSTOMER_MANAGED_CMK" and
#     key_arn.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_241]
package dharma.compliance.aws_firehose_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Firehose stream is not encrypted with a key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kinesis_firehose_delivery_stream"
	not fed_by_stream(rc)
	not keyed(rc)
]

keyed(rc) if {
	some settings in rc.change.after.server_side_encryption
	settings.enabled == true
	settings.key_type == "CUSTOMER_MANAGED_CMK"
}

# Records that come from a Kinesis stream stay in it, under its own encryption.
fed_by_stream(rc) if {
	some source in rc.change.after.kinesis_source_configuration
	is_object(source)
}
