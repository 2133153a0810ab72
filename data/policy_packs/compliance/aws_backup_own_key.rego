# METADATA
# title: Backup vault names no key of your own
# description: >-
#   Backups under the key that AWS manages cannot be copied to another account, where they
#   would survive the loss of this one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
# custom:
#   id: DH_AWS_BACKUP_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: backup
#   resource_types: [aws_backup_vault]
#   attributes: [kms_key_arn]
#   set_is_enough: [kms_key_arn]
#   remediation: >-
#     Set kms_key_arn to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_166]
package dharma.compliance.aws_backup_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Backup vault names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_backup_vault"
	not keys.own(rc, "kms_key_arn")
]
