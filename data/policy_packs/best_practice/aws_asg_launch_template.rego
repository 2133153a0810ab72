# METADATA
# title: Auto Scaling group uses a launch configuration
# description: >-
#   Launch configurations get nothing new: no new instance types, no several types in one
#   group, no versions.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html
# custom:
#   id: DH_AWS_ASG_004
#   severity: low
#   group: best_practice
#   provider: aws
#   service: autoscaling
#   resource_types: [aws_autoscaling_group]
#   remediation: >-
#     Move the settings to an aws_launch_template and name it in launch_template.
#   frameworks:
#     NIST 800-53 r5: ["CM-2"]
#   twins: [CKV_AWS_315]
package dharma.best_practice.aws_asg_launch_template

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Auto Scaling group uses a launch configuration", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_autoscaling_group"
	not templated(rc)
]

templated(rc) if some _ in rc.change.after.launch_template

templated(rc) if some _ in rc.change.after.mixed_instances_policy
