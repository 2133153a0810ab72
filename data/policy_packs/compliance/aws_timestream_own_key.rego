# METADATA
# title: Timestream database names no key of your own
# description: >-
#   Of the key that AWS manages nobody can change the policy, or shut it when measurements have
#   to be out of reach.
# related_resources:
#   - ref: https://docs.aws.amazon.com/timestream/latest/developerguide/EncryptionAtRest.html
# custom:
#   id: DH_AWS_TIMESTREAM_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: timestream
#   resource_types: [aws_timestreamwrite_database]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_160]
package dharma.compliance.aws_timestream_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Timestream database names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_timestreamwrite_database"
	not keys.own(rc, "kms_key_id")
]
