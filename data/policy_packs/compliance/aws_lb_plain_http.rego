# METADATA
# title: Load balancer listener serves plain HTTP
# description: >-
#   What passes between the user and the load balancer can be read and changed on the way.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
# custom:
#   id: DH_AWS_ELB_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: elb
#   resource_types: [aws_lb_listener]
#   attributes: [protocol]
#   remediation: >-
#     Listen on HTTPS with a certificate, and let the HTTP listener redirect to it.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_2, AVD-AWS-0054, aws-elb-http-not-used]
package dharma.compliance.aws_lb_plain_http

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer listener serves plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_lb_listener"
	rc.change.after.protocol == "HTTP"
	not redirects(rc)
]

redirects(rc) if {
	some action in rc.change.after.default_action
	action.type == "redirect"
	some target in action.redirect
	target.protocol == "HTTPS"
}
