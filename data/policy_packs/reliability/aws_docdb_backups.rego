# METADATA
# title: DocumentDB cluster keeps its backups for less than a week
# description: >-
#   A fault that is found after the weekend can no longer be undone; the default is one day.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore.html
# custom:
#   id: DH_AWS_DOCDB_005
#   severity: medium
#   group: reliability
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster]
#   attributes: [backup_retention_period]
#   remediation: >-
#     Set backup_retention_period to 7 days or more.
#   fix:
#     set: {backup_retention_period: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_360]
package dharma.reliability.aws_docdb_backups

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB cluster keeps its backups for less than a week", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster"
	not kept(rc)
]

kept(rc) if {
	is_number(rc.change.after.backup_retention_period)
	rc.change.after.backup_retention_period >= 7
}
