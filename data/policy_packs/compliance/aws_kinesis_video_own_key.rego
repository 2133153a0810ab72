# METADATA
# title: Kinesis video stream names no key of your own
# description: >-
#   Pictures of people and places are personal data; the key decides who sees them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-kms.html
# custom:
#   id: DH_AWS_KINESIS_003
#   severity: low
#   group: compliance
#   provider: aws
#   service: kinesis
#   resource_types: [aws_kinesis_video_stream]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_177]
package dharma.compliance.aws_kinesis_video_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kinesis video stream names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kinesis_video_stream"
	not keys.own(rc, "kms_key_id")
]
