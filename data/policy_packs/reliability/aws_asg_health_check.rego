# METADATA
# title: Auto Scaling group does not ask the load balancer who is healthy
# description: >-
#   An instance that runs but answers nothing is kept for ever.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
# custom:
#   id: DH_AWS_ASG_002
#   severity: low
#   group: reliability
#   provider: aws
#   service: autoscaling
#   resource_types: [aws_autoscaling_group]
#   attributes: [health_check_type]
#   defaults:
#     health_check_type: EC2
#   related: {aws_autoscaling_attachment: autoscaling_group_name}
#   remediation: >-
#     Set health_check_type to ELB.
#   frameworks:
#     NIST 800-53 r5: ["CP-10", "SI-4"]
#     SOC 2: ["A1.2"]
#   fix:
#     set: {health_check_type: ELB}
package dharma.reliability.aws_asg_health_check

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Auto Scaling group does not ask the load balancer who is healthy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_autoscaling_group"
	balanced(rc)
	not rc.change.after.health_check_type == "ELB"
]

balanced(rc) if some _ in rc.change.after.target_group_arns

balanced(rc) if some _ in rc.change.after.load_balancers

balanced(rc) if some _ in rc.change.after.traffic_source

balanced(rc) if count(related.of(rc, "aws_autoscaling_attachment")) > 0
