# METADATA
# title: Auto Scaling group gives its instances no tags
# description: >-
#   The instances it starts belong to nobody in the bill, and tag rules do not find them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
# custom:
#   id: DH_AWS_ASG_003
#   severity: low
#   group: tagging
#   provider: aws
#   service: autoscaling
#   resource_types: [aws_autoscaling_group]
#   attributes: ["tag[].propagate_at_launch"]
#   related: {aws_launch_template: launch_template}
#   remediation: >-
#     Add a tag block for each required tag, with propagate_at_launch set to true.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_153]
package dharma.tagging.aws_asg_tags

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Auto Scaling group gives its instances no tags", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_autoscaling_group"
	not tagged(rc)
]

tagged(rc) if {
	some tag in rc.change.after.tag
	tag.propagate_at_launch == true
}

# The launch template may give them too.
tagged(rc) if {
	some template in related.of(rc, "aws_launch_template")
	some specification in template.change.after.tag_specifications
	specification.resource_type == "instance"
	some _, _ in specification.tags
}
