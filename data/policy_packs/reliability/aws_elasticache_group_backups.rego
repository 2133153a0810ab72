# METADATA
# title: ElastiCache group keeps no backups
# description: >-
#   When all nodes are lost or emptied by mistake, nothing is left to restore.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html
# custom:
#   id: DH_AWS_ELASTICACHE_006
#   severity: low
#   group: reliability
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_replication_group]
#   attributes: [snapshot_retention_limit]
#   remediation: >-
#     Set snapshot_retention_limit to the days that backups are to be kept.
#   fix:
#     set: {snapshot_retention_limit: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
package dharma.reliability.aws_elasticache_group_backups

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache group keeps no backups", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_replication_group"
	not kept(rc)
]

kept(rc) if {
	is_number(rc.change.after.snapshot_retention_limit)
	rc.change.after.snapshot_retention_limit > 0
}
