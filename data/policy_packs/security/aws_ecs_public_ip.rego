# METADATA
# title: ECS service gives its tasks public addresses
# description: >-
#   Each task can be reached from the internet past the load balancer, if its security group
#   lets it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
# custom:
#   id: DH_AWS_ECS_003
#   severity: high
#   group: security
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_service]
#   attributes: ["network_configuration[].assign_public_ip"]
#   remediation: >-
#     Set assign_public_ip to false and give the subnets a NAT gateway or endpoints.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_333]
package dharma.security.aws_ecs_public_ip

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ECS service gives its tasks public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_service"
	some network in rc.change.after.network_configuration
	network.assign_public_ip == true
]
