# METADATA
# title: Launch template starts instances with an unencrypted disk
# description: >-
#   A disk that the account does not encrypt by default stays readable outside the instance.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   id: DH_AWS_EC2_016
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_launch_template]
#   attributes: ["block_device_mappings[].ebs[].encrypted"]
#   remediation: >-
#     Set encrypted to true in the ebs block of each device.
#   frameworks:
#     CIS AWS 3.0: ["2.2.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
package dharma.security.aws_launch_template_disk_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Launch template starts instances with an unencrypted disk", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_launch_template"
	some mapping in rc.change.after.block_device_mappings
	some disk in mapping.ebs
	not disk.encrypted in [true, "true"]
	not from_snapshot(disk)
]

# A copy is as encrypted as its snapshot.
from_snapshot(disk) if {
	is_string(disk.snapshot_id)
	disk.snapshot_id != ""
}
