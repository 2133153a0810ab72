# METADATA
# title: ECS container may write to its root file system
# description: >-
#   Whoever breaks in can replace programs and leave tools behind.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
# custom:
#   id: DH_AWS_ECS_005
#   severity: low
#   group: security
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_task_definition]
#   attributes: [container_definitions]
#   remediation: >-
#     Set readonlyRootFilesystem to true and mount volumes where files must be written.
#   frameworks:
#     NIST 800-53 r5: ["CM-7"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_336]
package dharma.security.aws_ecs_writable_root

import data.dharma.lib.documents
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECS container may write to its root file system", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_task_definition"
	writable(rc)
]

writable(rc) if {
	some container in documents.document(rc, "container_definitions")
	not container.readonlyRootFilesystem == true
}
