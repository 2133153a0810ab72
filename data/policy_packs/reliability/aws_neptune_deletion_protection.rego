# METADATA
# title: Neptune cluster can be deleted by one command
# description: >-
#   Nothing stops a mistaken destroy from taking the graph with it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html
# custom:
#   id: DH_AWS_NEPTUNE_007
#   severity: medium
#   group: reliability
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [deletion_protection]
#   remediation: >-
#     Set deletion_protection to true in production.
#   fix:
#     set: {deletion_protection: true}
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV2_AWS_58]
package dharma.reliability.aws_neptune_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not rc.change.after.deletion_protection == true
]
