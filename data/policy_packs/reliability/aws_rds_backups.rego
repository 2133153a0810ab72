# METADATA
# title: RDS instance keeps no automatic backups
# description: >-
#   With a retention of 0 days nothing can be restored to a point in time.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
# custom:
#   id: DH_AWS_RDS_004
#   severity: medium
#   group: reliability
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [backup_retention_period]
#   defaults:
#     backup_retention_period: 0
#   remediation: >-
#     Set backup_retention_period to 7 days or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_133, AVD-AWS-0077, aws-rds-specify-backup-retention]
package dharma.reliability.aws_rds_backups

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance keeps no automatic backups", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not kept(rc)
	not replica(rc)
]

kept(rc) if {
	is_number(rc.change.after.backup_retention_period)
	rc.change.after.backup_retention_period > 0
}

replica(rc) if {
	is_string(rc.change.after.replicate_source_db)
	rc.change.after.replicate_source_db != ""
}

replica(rc) if rc.change.after_unknown.replicate_source_db == true
