# METADATA
# title: Firehose stream stores its records unencrypted
# description: >-
#   Records that wait for delivery lie readable in the stream.
# related_resources:
#   - ref: https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
# custom:
#   id: DH_AWS_FIREHOSE_001
#   severity: high
#   group: security
#   provider: aws
#   service: firehose
#   resource_types: [aws_kinesis_firehose_delivery_stream]
#   attributes: ["server_side_encryption[].enabled"]
#   remediation: >-
#     Set server_side_encryption { enabled = true }.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_240]
#   fix:
#     set: {"server_side_encryption[].enabled": true}
package dharma.security.aws_firehose_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Firehose stream stores its records unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kinesis_firehose_delivery_stream"
	not fed_by_stream(rc)
	not encrypted(rc)
]

encrypted(rc) if {
	some settings in rc.change.after.server_side_encryption
	settings.enabled == true
}

# Records that come from a Kinesis stream stay in it, under its own encryption.
fed_by_stream(rc) if {
	some source in rc.change.after.kinesis_source_configuration
	is_object(source)
}
