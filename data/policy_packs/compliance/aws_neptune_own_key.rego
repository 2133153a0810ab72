# METADATA
# title: Neptune cluster names no key of your own
# description: >-
#   Snapshots under the key that AWS manages can be given to no other account, not even to the
#   one that keeps the backups.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html
# custom:
#   id: DH_AWS_NEPTUNE_008
#   severity: low
#   group: compliance
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [kms_key_arn]
#   set_is_enough: [kms_key_arn]
#   remediation: >-
#     Set kms_key_arn to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_347]
package dharma.compliance.aws_neptune_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not keys.own(rc, "kms_key_arn")
]
