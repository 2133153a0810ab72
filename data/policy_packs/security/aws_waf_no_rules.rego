# METADATA
# title: Web ACL has no rule
# description: >-
#   It looks like protection and lets everything through, or nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-creating.html
# custom:
#   id: DH_AWS_WAF_003
#   severity: medium
#   group: security
#   provider: aws
#   service: waf
#   resource_types: [aws_wafv2_web_acl, aws_wafregional_web_acl, aws_waf_web_acl]
#   remediation: >-
#     Add rules: the managed groups of AWS are a start.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AWS_175]
package dharma.security.aws_waf_no_rules

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web ACL has no rule", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_wafv2_web_acl", "aws_wafregional_web_acl", "aws_waf_web_acl"]
	not ruled(rc)
]

ruled(rc) if some _ in rc.change.after.rule

ruled(rc) if some _ in rc.change.after.rules

ruled(rc) if {
	is_string(rc.change.after.rule_json)
	rc.change.after.rule_json != ""
}
