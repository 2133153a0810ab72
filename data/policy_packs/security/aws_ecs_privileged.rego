# METADATA
# title: ECS container runs privileged
# description: >-
#   It has all rights of root on the host; whoever breaks into it owns every task there.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
# custom:
#   id: DH_AWS_ECS_004
#   severity: high
#   group: security
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_task_definition]
#   attributes: [container_definitions]
#   remediation: >-
#     Take privileged out, and add the single capabilities that are needed.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AWS_334]
package dharma.security.aws_ecs_privileged

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ECS container runs privileged", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_task_definition"
	privileged(rc)
]

privileged(rc) if {
	some container in documents.document(rc, "container_definitions")
	container.privileged == true
}
