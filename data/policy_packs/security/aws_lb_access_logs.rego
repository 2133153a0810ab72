# METADATA
# title: Load balancer keeps no access log
# description: >-
#   After an attack nobody can say who asked for what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
# custom:
#   id: DH_AWS_ELB_003
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb]
#   attributes: ["access_logs[].enabled"]
#   defaults:
#     access_logs: []
#     "access_logs[].enabled": false
#   remediation: >-
#     Add access_logs with a bucket and enabled set to true.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_91]
package dharma.security.aws_lb_access_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer keeps no access log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb"]
	not rc.change.after.load_balancer_type == "gateway"
	not logged(rc)
]

logged(rc) if {
	some logs in rc.change.after.access_logs
	logs.enabled == true
}
