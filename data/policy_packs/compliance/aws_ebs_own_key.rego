# METADATA
# title: EBS volume names no key of your own
# description: >-
#   A snapshot under the key that AWS manages cannot be shared, and nobody can shut the key
#   when a disk gets into wrong hands.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   id: DH_AWS_EC2_027
#   severity: low
#   group: compliance
#   provider: aws
#   service: ec2
#   resource_types: [aws_ebs_volume]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_189]
package dharma.compliance.aws_ebs_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EBS volume names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ebs_volume"
	not keys.own(rc, "kms_key_id")
]
