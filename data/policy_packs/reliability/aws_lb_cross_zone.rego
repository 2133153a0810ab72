# METADATA
# title: Network load balancer stays within each zone
# description: >-
#   Targets of a small zone are overrun while those of another stand idle, and a zone without
#   targets answers nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
# custom:
#   id: DH_AWS_ELB_007
#   severity: low
#   group: reliability
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb]
#   attributes: [enable_cross_zone_load_balancing]
#   remediation: >-
#     Set enable_cross_zone_load_balancing to true, and mind that traffic between zones is paid
#     for.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_152]
#   fix:
#     set: {enable_cross_zone_load_balancing: true}
package dharma.reliability.aws_lb_cross_zone

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network load balancer stays within each zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb"]
	rc.change.after.load_balancer_type in ["network", "gateway"]
	not rc.change.after.enable_cross_zone_load_balancing == true
]
