# METADATA
# title: One NAT gateway serves several zones
# description: >-
#   When the zone of the only NAT gateway fails, the private subnets of the other zones lose
#   their way out; and traffic between zones is paid for.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
# custom:
#   id: DH_AWS_VPC_001
#   severity: low
#   group: reliability
#   provider: aws
#   service: vpc
#   resource_types: [aws_nat_gateway, aws_subnet]
#   compares: true
#   remediation: >-
#     Make one NAT gateway per zone and let each private route table use its own.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.aws_nat_single_zone

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: One NAT gateway serves several zones", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_nat_gateway"
	count(gateways) == 1
	count(zones) > 1
]

gateways := {rc.address |
	some rc in input.resource_changes
	rc.type == "aws_nat_gateway"
}

zones := {rc.change.after.availability_zone |
	some rc in input.resource_changes
	rc.type == "aws_subnet"
}
