# METADATA
# title: Load balancer passes on invalid headers
# description: >-
#   Headers that two servers read differently are how requests are smuggled past a filter.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
# custom:
#   id: DH_AWS_ELB_004
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_lb, aws_alb]
#   attributes: [drop_invalid_header_fields]
#   remediation: >-
#     Set drop_invalid_header_fields to true.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-10"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AWS_131, AVD-AWS-0052, aws-elb-drop-invalid-headers]
#   fix:
#     set: {drop_invalid_header_fields: true}
package dharma.security.aws_lb_invalid_headers

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer passes on invalid headers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_lb", "aws_alb"]
	not rc.change.after.load_balancer_type in ["network", "gateway"]
	not rc.change.after.drop_invalid_header_fields == true
]
