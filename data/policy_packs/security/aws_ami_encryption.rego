# METADATA
# title: Machine image has an unencrypted disk
# description: >-
#   Every instance started from the image inherits the open disk.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
# custom:
#   id: DH_AWS_EC2_019
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ami]
#   attributes: ["ebs_block_device[].encrypted"]
#   defaults:
#     ebs_block_device: []
#   remediation: >-
#     Set encrypted to true in each ebs_block_device, or make it from an encrypted snapshot.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_204]
package dharma.security.aws_ami_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Machine image has an unencrypted disk", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ami"
	some disk in rc.change.after.ebs_block_device
	not disk.encrypted == true
	not from_snapshot(disk)
]

# The disk is as encrypted as its snapshot.
from_snapshot(disk) if {
	is_string(disk.snapshot_id)
	disk.snapshot_id != ""
}
