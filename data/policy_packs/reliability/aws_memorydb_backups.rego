# METADATA
# title: MemoryDB cluster keeps no snapshots
# description: >-
#   When the data is emptied by mistake, nothing is left to restore.
# related_resources:
#   - ref: https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots-automatic.html
# custom:
#   id: DH_AWS_MEMORYDB_002
#   severity: medium
#   group: reliability
#   provider: aws
#   service: memorydb
#   resource_types: [aws_memorydb_cluster]
#   attributes: [snapshot_retention_limit]
#   defaults:
#     snapshot_retention_limit: 0
#   remediation: >-
#     Set snapshot_retention_limit to 7 days or more.
#   fix:
#     set: {snapshot_retention_limit: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
package dharma.reliability.aws_memorydb_backups

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MemoryDB cluster keeps no snapshots", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_memorydb_cluster"
	not kept(rc)
]

kept(rc) if {
	is_number(rc.change.after.snapshot_retention_limit)
	rc.change.after.snapshot_retention_limit > 0
}
