# METADATA
# title: Classic load balancer stays within each zone
# description: >-
#   Instances of a small zone are overrun while those of another stand idle.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
# custom:
#   id: DH_AWS_ELB_008
#   severity: low
#   group: reliability
#   provider: aws
#   service: elb
#   resource_types: [aws_elb]
#   attributes: [cross_zone_load_balancing]
#   remediation: >-
#     Set cross_zone_load_balancing to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_138]
#   fix:
#     set: {cross_zone_load_balancing: true}
package dharma.reliability.aws_elb_cross_zone

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Classic load balancer stays within each zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elb"
	rc.change.after.cross_zone_load_balancing == false
]
