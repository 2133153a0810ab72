# METADATA
# title: KMS key is deleted within two weeks
# description: >-
#   A deleted key takes all data that it encrypted with it. The waiting time is the only chance
#   to see the mistake.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
# custom:
#   id: DH_AWS_KMS_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: kms
#   resource_types: [aws_kms_key, aws_kms_replica_key, aws_kms_external_key]
#   attributes: [deletion_window_in_days]
#   defaults: {deletion_window_in_days: 30}
#   remediation: >-
#     Leave out deletion_window_in_days: AWS then waits 30 days.
#   frameworks:
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["A1.2"]
#   fix:
#     remove: [deletion_window_in_days]
package dharma.reliability.aws_kms_deletion_window

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: KMS key is deleted within two weeks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"]
	is_number(rc.change.after.deletion_window_in_days)
	rc.change.after.deletion_window_in_days < 14
]
