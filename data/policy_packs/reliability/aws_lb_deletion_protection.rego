# METADATA
# title: Load balancer can be deleted by one command
# description: >-
#   Its address changes when it is made again, and with it every name that points to it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
# custom:
#   id: DH_AWS_ELB_002
#   severity: low
#   group: reliability
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb]
#   attributes: [enable_deletion_protection]
#   remediation: >-
#     Set enable_deletion_protection to true in production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_150]
#   fix:
#     set: {enable_deletion_protection: true}
package dharma.reliability.aws_lb_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb"]
	not rc.change.after.enable_deletion_protection == true
]
