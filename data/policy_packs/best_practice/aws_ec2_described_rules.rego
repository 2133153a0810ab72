# METADATA
# title: Security group rule does not say what it is for
# description: >-
#   A rule without a description is never removed, because nobody dares to.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_008
#   severity: low
#   group: best_practice
#   provider: aws
#   service: ec2
#   resource_types: [aws_security_group]
#   attributes: ["ingress[].description"]
#   defaults:
#     ingress: []
#   remediation: >-
#     Give each ingress rule a description.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#   twins: [CKV_AWS_23, AVD-AWS-0124, aws-ec2-add-description-to-security-group-rule]
package dharma.best_practice.aws_ec2_described_rules

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security group rule does not say what it is for", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	silent(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, "ingress", i] |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	some i
	rule := rc.change.after.ingress[i]
	not described(rule)
]

silent(rc) if {
	some rule in rc.change.after.ingress
	not described(rule)
}

described(rule) if {
	is_string(rule.description)
	rule.description != ""
}
