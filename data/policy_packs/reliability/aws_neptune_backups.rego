# METADATA
# title: Neptune cluster keeps its backups for less than a week
# description: >-
#   A fault that is found after the weekend can no longer be undone; the default is one day.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview.html
# custom:
#   id: DH_AWS_NEPTUNE_005
#   severity: medium
#   group: reliability
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [backup_retention_period]
#   remediation: >-
#     Set backup_retention_period to 7 days or more.
#   fix:
#     set: {backup_retention_period: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_361]
package dharma.reliability.aws_neptune_backups

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster keeps its backups for less than a week", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not kept(rc)
]

kept(rc) if {
	is_number(rc.change.after.backup_retention_period)
	rc.change.after.backup_retention_period >= 7
}
