# METADATA
# title: EC2 instance gets a public address from its subnet
# description: >-
#   Nobody asked for the address: the subnet gives one to all, and the instance is open to
#   what its groups allow.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
# custom:
#   id: DH_AWS_EC2_025
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance]
#   attributes: [associate_public_ip_address]
#   defaults:
#     associate_public_ip_address: null
#   related: {aws_subnet: subnet_id}
#   remediation: >-
#     Put it into a private subnet, or set associate_public_ip_address to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   fix:
#     set: {associate_public_ip_address: false}
package dharma.security.aws_ec2_public_subnet

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance gets a public address from its subnet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_instance"
	not is_boolean(rc.change.after.associate_public_ip_address)
	some subnet in related.of(rc, "aws_subnet")
	subnet.change.after.map_public_ip_on_launch == true
]
