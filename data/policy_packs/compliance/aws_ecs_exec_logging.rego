# METADATA
# title: ECS cluster does not log what is typed into its containers
# description: >-
#   A shell opened with ECS Exec leaves no trace of what was done in it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
# custom:
#   id: DH_AWS_ECS_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_cluster]
#   attributes: ["configuration[].execute_command_configuration[].logging"]
#   remediation: >-
#     Set logging to DEFAULT, or to OVERRIDE with a log_configuration.
#   fix:
#     set: {"configuration[].execute_command_configuration[].logging": DEFAULT}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_223]
package dharma.compliance.aws_ecs_exec_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECS cluster does not log what is typed into its containers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_cluster"
	some configuration in rc.change.after.configuration
	some command in configuration.execute_command_configuration
	command.logging == "NONE"
]
