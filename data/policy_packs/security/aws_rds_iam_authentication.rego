# METADATA
# title: RDS instance takes passwords only
# description: >-
#   With IAM authentication a login is a token of 15 minutes that belongs to a role; without it,
#   passwords live in configuration files for years.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
# custom:
#   id: DH_AWS_RDS_007
#   severity: low
#   group: security
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [iam_database_authentication_enabled]
#   remediation: >-
#     Set iam_database_authentication_enabled to true and give roles rds-db:connect.
#   fix:
#     set: {iam_database_authentication_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AWS_161, AVD-AWS-0176]
package dharma.security.aws_rds_iam_authentication

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance takes passwords only", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	rc.change.after.engine in ["mysql", "postgres"]
	not rc.change.after.iam_database_authentication_enabled == true
]
