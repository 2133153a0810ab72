# METADATA
# title: Security group or its rule does not say what it is for
# description: >-
#   A group or rule without a description is never removed, because nobody dares to.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_008
#   severity: low
#   group: best_practice
#   provider: aws
#   service: ec2
#   resource_types:
#     - aws_security_group
#     - aws_security_group_rule
#     - aws_vpc_security_group_ingress_rule
#     - aws_vpc_security_group_egress_rule
#   attributes: [description, "ingress[].description", "egress[].description"]
#   defaults:
#     ingress: []
#     egress: []
#   remediation: >-
#     Give the group and each of its rules a description. Of a group it can only be given when
#     the group is made: another one replaces the group.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#   twins: [CKV_AWS_23, AVD-AWS-0124, AVD-AWS-0099, aws-ec2-add-description-to-security-group-rule]
package dharma.best_practice.aws_ec2_described_rules

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security group or its rule does not say what it is for", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"aws_security_group", "aws_security_group_rule",
		"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule",
	]
	silent(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, direction, i] |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	described(rc.change.after.description)
	some direction in ["ingress", "egress"]
	some i
	rule := listed(rc, direction)[i]
	not described(rule.description)
]

silent(rc) if not described(rc.change.after.description)

silent(rc) if {
	rc.type == "aws_security_group"
	some direction in ["ingress", "egress"]
	some rule in listed(rc, direction)
	not described(rule.description)
}

listed(rc, "ingress") := rc.change.after.ingress

listed(rc, "egress") := rc.change.after.egress

# What the provider writes when nobody did says nothing.
described(text) if {
	is_string(text)
	not text in ["", "Managed by Terraform"]
}
