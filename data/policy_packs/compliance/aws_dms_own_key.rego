# METADATA
# title: DMS replication instance names no key of your own
# description: >-
#   While a database moves, the instance keeps rows and passwords of both ends on its disk.
# related_resources:
#   - ref: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html
# custom:
#   id: DH_AWS_DMS_004
#   severity: low
#   group: compliance
#   provider: aws
#   service: dms
#   resource_types: [aws_dms_replication_instance]
#   attributes: [kms_key_arn]
#   set_is_enough: [kms_key_arn]
#   remediation: >-
#     Set kms_key_arn to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_212]
package dharma.compliance.aws_dms_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DMS replication instance names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dms_replication_instance"
	not keys.own(rc, "kms_key_arn")
]
