# METADATA
# title: ElastiCache cluster does not take minor upgrades
# description: >-
#   Minor versions carry the fixes for known holes; a cluster that waits for a person keeps the
#   holes open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html
# custom:
#   id: DH_AWS_ELASTICACHE_007
#   severity: medium
#   group: best_practice
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_cluster]
#   attributes: [auto_minor_version_upgrade]
#   remediation: >-
#     Leave auto_minor_version_upgrade at true.
#   fix:
#     set: {auto_minor_version_upgrade: "true"}
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_322]
package dharma.best_practice.aws_elasticache_minor_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache cluster does not take minor upgrades", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_cluster"
	rc.change.after.auto_minor_version_upgrade in [false, "false"]
	not rc.change.after.engine == "memcached"
]
