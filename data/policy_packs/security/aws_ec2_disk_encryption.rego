# METADATA
# title: EC2 instance or launch configuration has an unencrypted disk
# description: >-
#   A root or data disk that the account does not encrypt by default stays readable outside the
#   instance.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   id: DH_AWS_EC2_004
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance, aws_launch_configuration]
#   attributes: ["root_block_device[].encrypted"]
#   defaults:
#     root_block_device: []
#     "root_block_device[].encrypted": false
#   remediation: >-
#     Set encrypted to true in root_block_device and in each ebs_block_device.
#   frameworks:
#     CIS AWS 3.0: ["2.2.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_8, AVD-AWS-0131, AVD-AWS-0008, aws-ec2-enable-at-rest-encryption]
package dharma.security.aws_ec2_disk_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance or launch configuration has an unencrypted disk", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_instance", "aws_launch_configuration"]
	exposed(rc)
]

exposed(rc) if not root_encrypted(rc)

exposed(rc) if {
	some disk in rc.change.after.ebs_block_device
	not disk.encrypted == true
	not disk.snapshot_id
}

root_encrypted(rc) if {
	some disk in rc.change.after.root_block_device
	disk.encrypted == true
}
