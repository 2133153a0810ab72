# METADATA
# title: Aurora cluster can be deleted by one command
# description: >-
#   Nothing stops a mistaken destroy from taking the database with it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
# custom:
#   id: DH_AWS_AURORA_002
#   severity: medium
#   group: reliability
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [deletion_protection]
#   remediation: >-
#     Set deletion_protection to true in production.
#   fix:
#     set: {deletion_protection: true}
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_139, AVD-AWS-0343]
package dharma.reliability.aws_aurora_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora cluster can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	not rc.change.after.deletion_protection == true
]
