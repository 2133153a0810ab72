# METADATA
# title: RDS instance can be deleted by one command
# description: >-
#   Nothing stops a mistaken destroy from taking the database with it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
# custom:
#   id: DH_AWS_RDS_005
#   severity: medium
#   group: reliability
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [deletion_protection]
#   remediation: >-
#     Set deletion_protection to true in production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_293, AVD-AWS-0177]
package dharma.reliability.aws_rds_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not rc.change.after.deletion_protection == true
]
