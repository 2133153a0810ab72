# METADATA
# title: RDS instance keeps no performance insights
# description: >-
#   Without them nobody can say afterwards which query held the database up. Seven days are kept
#   without charge.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html
# custom:
#   id: DH_AWS_RDS_009
#   severity: low
#   group: best_practice
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance, aws_rds_cluster_instance]
#   attributes: [performance_insights_enabled]
#   defaults:
#     performance_insights_enabled: false
#   remediation: >-
#     Set performance_insights_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_353, AVD-AWS-0133]
package dharma.best_practice.aws_rds_performance_insights

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance keeps no performance insights", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_db_instance", "aws_rds_cluster_instance"]
	not rc.change.after.performance_insights_enabled == true
	not unsupported(rc)
]

unsupported(rc) if rc.change.after.engine in ["db2-se", "db2-ae"]

# The smallest classes cannot run it with MySQL and MariaDB.
unsupported(rc) if {
	rc.change.after.engine in ["mysql", "mariadb"]
	rc.change.after.instance_class in [
		"db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small",
	]
}
