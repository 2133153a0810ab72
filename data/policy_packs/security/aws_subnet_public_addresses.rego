# METADATA
# title: Subnet hands out public addresses
# description: >-
#   Everything that is started in it can be reached from the internet, whether that was meant
#   or not.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
# custom:
#   id: DH_AWS_VPC_004
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_subnet]
#   attributes: [map_public_ip_on_launch]
#   remediation: >-
#     Set map_public_ip_on_launch to false and give an address only to what needs one.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   twins: [CKV_AWS_130, AVD-AWS-0164, aws-ec2-no-public-ip-subnet]
#   fix:
#     set: {map_public_ip_on_launch: false}
package dharma.security.aws_subnet_public_addresses

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subnet hands out public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_subnet"
	rc.change.after.map_public_ip_on_launch == true
]
