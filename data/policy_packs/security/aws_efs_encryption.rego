# METADATA
# title: EFS file system stores its files unencrypted
# description: >-
#   Encryption can be chosen only when a file system is made: later all files must be copied to
#   a new one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   id: DH_AWS_EFS_001
#   severity: high
#   group: security
#   provider: aws
#   service: efs
#   resource_types: [aws_efs_file_system]
#   attributes: [encrypted]
#   defaults: {encrypted: false}
#   remediation: >-
#     Set encrypted to true.
#   frameworks:
#     CIS AWS 3.0: ["2.4.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_42, AVD-AWS-0037, aws-efs-enable-at-rest-encryption]
#   fix:
#     set: {encrypted: true}
package dharma.security.aws_efs_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EFS file system stores its files unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_efs_file_system"
	not rc.change.after.encrypted == true
]
