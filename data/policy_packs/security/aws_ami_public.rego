# METADATA
# title: Machine image is shared with everybody
# description: >-
#   Anyone may start it and read whatever is left on its disks: keys, logs, source.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html
# custom:
#   id: DH_AWS_EC2_020
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ami_launch_permission]
#   attributes: [group]
#   remediation: >-
#     Share it with the accounts or the organisation that need it, and leave group out.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.aws_ami_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Machine image is shared with everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ami_launch_permission"
	rc.change.after.group == "all"
]
