# METADATA
# title: KMS key is switched off
# description: >-
#   Whatever was encrypted with the key cannot be read while it is off; services that use it
#   fail, often hours later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html
# custom:
#   id: DH_AWS_KMS_004
#   severity: low
#   group: reliability
#   provider: aws
#   service: kms
#   resource_types: [aws_kms_key]
#   attributes: [is_enabled]
#   remediation: >-
#     Leave out is_enabled, or delete the key when nothing needs it any more.
#   frameworks:
#     NIST 800-53 r5: ["SC-12"]
#   twins: [CKV_AWS_227]
package dharma.reliability.aws_kms_disabled

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: KMS key is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kms_key"
	rc.change.after.is_enabled == false
]
