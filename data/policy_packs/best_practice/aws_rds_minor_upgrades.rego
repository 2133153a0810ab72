# METADATA
# title: RDS instance does not take minor upgrades
# description: >-
#   Minor versions carry the fixes for known holes; an instance that waits for a person keeps
#   the holes open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
# custom:
#   id: DH_AWS_RDS_008
#   severity: medium
#   group: best_practice
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance, aws_rds_cluster_instance]
#   attributes: [auto_minor_version_upgrade]
#   remediation: >-
#     Leave auto_minor_version_upgrade at true and choose a maintenance window.
#   fix:
#     set: {auto_minor_version_upgrade: true}
#   frameworks:
#     CIS AWS 3.0: ["2.3.2"]
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
package dharma.best_practice.aws_rds_minor_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance does not take minor upgrades", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_db_instance", "aws_rds_cluster_instance"]
	rc.change.after.auto_minor_version_upgrade == false
]
