# METADATA
# title: FSx file system names no key of your own
# description: >-
#   The key of a file system cannot be changed later, and its backups keep it too.
# related_resources:
#   - ref: https://docs.aws.amazon.com/fsx/latest/WindowsGuide/encryption-at-rest.html
# custom:
#   id: DH_AWS_FSX_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: fsx
#   resource_types:
#     - aws_fsx_windows_file_system
#     - aws_fsx_lustre_file_system
#     - aws_fsx_openzfs_file_system
#     - aws_fsx_ontap_file_system
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_179, CKV_AWS_190, CKV_AWS_203, CKV_AWS_178]
package dharma.compliance.aws_fsx_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: FSx file system names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"aws_fsx_windows_file_system",
		"aws_fsx_lustre_file_system",
		"aws_fsx_openzfs_file_system",
		"aws_fsx_ontap_file_system",
	]
	not keys.own(rc, "kms_key_id")
]
