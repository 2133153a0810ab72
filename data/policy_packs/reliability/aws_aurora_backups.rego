# METADATA
# title: Aurora cluster keeps its backups for less than a week
# description: >-
#   A fault that is found after the weekend can no longer be undone; the default is one day.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
# custom:
#   id: DH_AWS_AURORA_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [backup_retention_period]
#   defaults:
#     backup_retention_period: 1
#   remediation: >-
#     Set backup_retention_period to 7 days or more.
#   fix:
#     set: {backup_retention_period: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
package dharma.reliability.aws_aurora_backups

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora cluster keeps its backups for less than a week", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	not kept(rc)
]

kept(rc) if {
	is_number(rc.change.after.backup_retention_period)
	rc.change.after.backup_retention_period >= 7
}
