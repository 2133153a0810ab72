# METADATA
# title: ECS cluster measures no containers
# description: >-
#   Without container insights nobody sees afterwards which task ran out of memory or was
#   restarted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html
# custom:
#   id: DH_AWS_ECS_001
#   severity: low
#   group: best_practice
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_cluster]
#   attributes: ["setting[].value"]
#   defaults:
#     setting: []
#   remediation: >-
#     Add setting { name = "containerInsights", value = "enabled" }.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_65, AVD-AWS-0034, aws-ecs-enable-container-insight]
package dharma.best_practice.aws_ecs_container_insights

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECS cluster measures no containers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_cluster"
	not measured(rc)
]

measured(rc) if {
	some setting in rc.change.after.setting
	setting.name == "containerInsights"
	setting.value in ["enabled", "enhanced"]
}
