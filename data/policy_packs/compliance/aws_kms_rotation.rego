# METADATA
# title: KMS key is never rotated
# description: >-
#   A key that stays the same for years protects ever more data, and its loss uncovers all of
#   it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   id: DH_AWS_KMS_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: kms
#   resource_types: [aws_kms_key]
#   attributes: [enable_key_rotation]
#   remediation: >-
#     Set enable_key_rotation to true.
#   frameworks:
#     CIS AWS 3.0: ["3.6"]
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.7.4"]
#   twins: [CKV_AWS_7, AVD-AWS-0065, aws-kms-auto-rotate-keys]
#   fix:
#     set: {enable_key_rotation: true}
package dharma.compliance.aws_kms_rotation

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: KMS key is never rotated", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_kms_key"
	symmetric(rc)
	not rc.change.after.enable_key_rotation == true
]

# AWS rotates only symmetric encryption keys.
symmetric(rc) if not other_kind(rc)

other_kind(rc) if {
	is_string(rc.change.after.customer_master_key_spec)
	rc.change.after.customer_master_key_spec != "SYMMETRIC_DEFAULT"
}
