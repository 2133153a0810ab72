# METADATA
# title: ECS task shares the processes of its host
# description: >-
#   Containers see, and may stop or read, what other tasks on the host run.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
# custom:
#   id: DH_AWS_ECS_007
#   severity: medium
#   group: security
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_task_definition]
#   attributes: [pid_mode]
#   remediation: >-
#     Leave pid_mode out, or set it to task.
#   fix:
#     remove: [pid_mode]
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_335]
package dharma.security.aws_ecs_host_processes

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECS task shares the processes of its host", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_task_definition"
	rc.change.after.pid_mode == "host"
]
