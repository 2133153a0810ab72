# METADATA
# title: Launch template gives its instances public addresses
# description: >-
#   Every instance it starts can be reached from the internet by all that its security groups
#   allow.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-templates.html
# custom:
#   id: DH_AWS_EC2_014
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_launch_template]
#   attributes: ["network_interfaces[].associate_public_ip_address"]
#   remediation: >-
#     Set associate_public_ip_address to false in network_interfaces, and let a load balancer
#     face the internet.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   twins: [CKV_AWS_88]
#   fix:
#     set: {"network_interfaces[].associate_public_ip_address": "false"}
package dharma.security.aws_launch_template_public_ip

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Launch template gives its instances public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_launch_template"
	some card in rc.change.after.network_interfaces
	card.associate_public_ip_address in [true, "true"]
]
