# METADATA
# title: Classic load balancer listens without a certificate
# description: >-
#   What passes between the user and the load balancer can be read and changed on the way.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-https-load-balancers.html
# custom:
#   id: DH_AWS_ELB_010
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_elb]
#   attributes: ["listener[].lb_protocol"]
#   remediation: >-
#     Listen on https or ssl with a certificate in ssl_certificate_id.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_127]
package dharma.security.aws_elb_plain_listener

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Classic load balancer listens without a certificate", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elb"
	some listener in rc.change.after.listener
	is_string(listener.lb_protocol)
	lower(listener.lb_protocol) in ["http", "tcp"]
]
