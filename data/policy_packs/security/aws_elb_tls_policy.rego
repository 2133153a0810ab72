# METADATA
# title: Classic load balancer policy accepts TLS older than 1.2
# description: >-
#   SSL 3, TLS 1.0 and 1.1 are broken and withdrawn.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
# custom:
#   id: DH_AWS_ELB_012
#   severity: high
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_load_balancer_policy]
#   attributes: ["policy_attribute[].value"]
#   remediation: >-
#     Refer to ELBSecurityPolicy-TLS-1-2-2017-01, or switch the older protocols off.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_213]
package dharma.security.aws_elb_tls_policy

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Classic load balancer policy accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_load_balancer_policy"
	some attribute in rc.change.after.policy_attribute
	old(attribute)
]

old(attribute) if {
	attribute.name in ["Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1"]
	attribute.value == "true"
}

old(attribute) if {
	attribute.name == "Reference-Security-Policy"
	is_string(attribute.value)
	not attribute.value == "ELBSecurityPolicy-TLS-1-2-2017-01"
}
