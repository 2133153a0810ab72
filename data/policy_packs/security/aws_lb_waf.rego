# METADATA
# title: Public application load balancer has no web application firewall
# description: >-
#   Injection and other known attacks reach the application unfiltered.
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
# custom:
#   id: DH_AWS_ELB_014
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb]
#   attributes: [internal]
#   defaults:
#     internal: false
#   related:
#     aws_wafv2_web_acl_association: resource_arn
#     aws_wafregional_web_acl_association: resource_arn
#   remediation: >-
#     Add an aws_wafv2_web_acl_association of a web ACL with the load balancer.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV2_AWS_28]
package dharma.security.aws_lb_waf

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public application load balancer has no web application firewall", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb"]
	not rc.change.after.internal == true
	not rc.change.after.load_balancer_type in ["network", "gateway"]
	not guarded(rc)
]

guarded(rc) if {
	some type in ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"]
	count(related.of(rc, type)) > 0
}
