# METADATA
# title: MQ broker names no key of your own
# description: >-
#   Messages wait on the broker's disk, and the key of AWS leaves no record of who read them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/data-protection.html
# custom:
#   id: DH_AWS_MQ_005
#   severity: low
#   group: compliance
#   provider: aws
#   service: mq
#   resource_types: [aws_mq_broker]
#   attributes: ["encryption_options[].kms_key_id"]
#   set_is_enough: ["encryption_options[].kms_key_id"]
#   remediation: >-
#     Set kms_key_id in encryption_options to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_209]
package dharma.compliance.aws_mq_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MQ broker names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_mq_broker"
	not keys.own_in(rc, "encryption_options", "kms_key_id")
]
