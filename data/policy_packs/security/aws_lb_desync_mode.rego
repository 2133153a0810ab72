# METADATA
# title: Load balancer lets requests of two readings through
# description: >-
#   In the mode monitor it only counts requests that smuggle a second one to the server
#   behind.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
# custom:
#   id: DH_AWS_ELB_006
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb, aws_elb]
#   attributes: [desync_mitigation_mode]
#   remediation: >-
#     Set desync_mitigation_mode to defensive or strictest.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-10"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_AWS_328]
#   fix:
#     set: {desync_mitigation_mode: defensive}
package dharma.security.aws_lb_desync_mode

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer lets requests of two readings through", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb", "aws_elb"]
	rc.change.after.desync_mitigation_mode == "monitor"
]
