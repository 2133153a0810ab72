# METADATA
# title: Web ACL lets Log4j attacks through
# description: >-
#   A request with a lookup text runs code on a server whose Log4j was forgotten
#   (CVE-2021-44228).
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
# custom:
#   id: DH_AWS_WAF_002
#   severity: medium
#   group: security
#   provider: aws
#   service: waf
#   resource_types: [aws_wafv2_web_acl]
#   remediation: >-
#     Add the managed rule group AWSManagedRulesKnownBadInputsRuleSet with override_action none,
#     and let Log4JRCE block.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-2"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AWS_192]
package dharma.security.aws_waf_log4j

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web ACL lets Log4j attacks through", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_wafv2_web_acl"
	not guarded(rc)
]

guarded(rc) if {
	some rule in rc.change.after.rule
	not only_counts(rule)
	some statement in rule.statement
	some group in statement.managed_rule_group_statement
	group.name == "AWSManagedRulesKnownBadInputsRuleSet"
	not let_through(group)
}

# Rules written as JSON text are not read further.
guarded(rc) if {
	is_string(rc.change.after.rule_json)
	contains(rc.change.after.rule_json, "AWSManagedRulesKnownBadInputsRuleSet")
}

only_counts(rule) if {
	some action in rule.override_action
	some _ in action.count
}

let_through(group) if {
	some override in group.rule_action_override
	is_string(override.name)
	startswith(override.name, "Log4JRCE")
	some action in override.action_to_use
	some kind in ["allow", "count"]
	some _ in action[kind]
}
