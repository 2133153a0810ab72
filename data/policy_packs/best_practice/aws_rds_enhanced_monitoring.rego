# METADATA
# title: RDS instance has no enhanced monitoring
# description: >-
#   The figures of the hypervisor do not show which process eats memory or waits for the disk;
#   the agent inside the instance does.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html
# custom:
#   id: DH_AWS_RDS_011
#   severity: low
#   group: best_practice
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance, aws_rds_cluster_instance]
#   attributes: [monitoring_interval]
#   defaults:
#     monitoring_interval: 0
#   remediation: >-
#     Set monitoring_interval to 60 or less, with a monitoring_role_arn that may write to
#     CloudWatch.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_118]
package dharma.best_practice.aws_rds_enhanced_monitoring

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance has no enhanced monitoring", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_db_instance", "aws_rds_cluster_instance"]
	not watched(rc)
]

watched(rc) if {
	is_number(rc.change.after.monitoring_interval)
	rc.change.after.monitoring_interval > 0
}
