# METADATA
# title: Load balancer listener accepts TLS older than 1.2
# description: >-
#   TLS 1.0 and 1.1 are broken and withdrawn; a listener that names no policy gets the one of
#   2016, which allows them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
# custom:
#   id: DH_AWS_ELB_005
#   severity: high
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_lb_listener, aws_alb_listener]
#   attributes: [ssl_policy]
#   defaults:
#     ssl_policy: null
#   remediation: >-
#     Set ssl_policy to ELBSecurityPolicy-TLS13-1-2-2021-06 or a stricter one.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_103, CKV2_AWS_74, AVD-AWS-0047, aws-elb-use-secure-tls-policy]
#   fix:
#     set: {ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06}
package dharma.security.aws_lb_tls_policy

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer listener accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb_listener", "aws_alb_listener"]
	rc.change.after.protocol in ["HTTPS", "TLS"]
	not modern(rc)
]

modern(rc) if {
	is_string(rc.change.after.ssl_policy)
	some start in [
		"ELBSecurityPolicy-TLS-1-2-", "ELBSecurityPolicy-FS-1-2-",
		"ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-",
	]
	startswith(rc.change.after.ssl_policy, start)
}
