# METADATA
# title: Target group checks health at no path of its own
# description: >-
#   The root page may answer well while the application behind it is down.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
# custom:
#   id: DH_AWS_ELB_013
#   severity: low
#   group: reliability
#   provider: aws
#   service: elb
#   resource_types: [aws_lb_target_group, aws_alb_target_group]
#   attributes: ["health_check[].path"]
#   defaults:
#     health_check: []
#     "health_check[].path": null
#   remediation: >-
#     Add health_check with the path at which the application tells its state.
#   frameworks:
#     NIST 800-53 r5: ["CP-10", "SI-4"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_261]
package dharma.reliability.aws_lb_health_check

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Target group checks health at no path of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb_target_group", "aws_alb_target_group"]
	rc.change.after.protocol in ["HTTP", "HTTPS"]
	not checked(rc)
]

checked(rc) if {
	some check in rc.change.after.health_check
	is_string(check.path)
	check.path != ""
}
