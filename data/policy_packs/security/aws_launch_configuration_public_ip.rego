# METADATA
# title: Launch configuration gives its instances public addresses
# description: >-
#   Every instance it starts can be reached from the internet by all that its security groups
#   allow.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html
# custom:
#   id: DH_AWS_EC2_015
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_launch_configuration]
#   attributes: [associate_public_ip_address]
#   defaults:
#     associate_public_ip_address: null
#   remediation: >-
#     Set associate_public_ip_address to false, and let a load balancer face the internet.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   twins: [CKV_AWS_389]
#   fix:
#     set: {associate_public_ip_address: false}
package dharma.security.aws_launch_configuration_public_ip

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Launch configuration gives its instances public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_launch_configuration"
	rc.change.after.associate_public_ip_address == true
]
