# METADATA
# title: Auto Scaling group runs in one zone
# description: >-
#   When that zone fails, all its instances are gone at once and none is started elsewhere.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-availability-zone-balanced.html
# custom:
#   id: DH_AWS_ASG_001
#   severity: medium
#   group: reliability
#   provider: aws
#   service: autoscaling
#   resource_types: [aws_autoscaling_group]
#   remediation: >-
#     Name subnets of two or more zones in vpc_zone_identifier.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.aws_asg_single_zone

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Auto Scaling group runs in one zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_autoscaling_group"
	alone(rc)
]

# A list that is not known at all says nothing.
alone(rc) if one(rc.change.after.vpc_zone_identifier)

alone(rc) if one(rc.change.after.availability_zones)

one(list) if {
	is_array(list)
	count(list) == 1
}
