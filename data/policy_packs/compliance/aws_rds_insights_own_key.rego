# METADATA
# title: Performance Insights of a database names no key of your own
# description: >-
#   Performance Insights keep the texts of queries, and with them values that people typed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html
# custom:
#   id: DH_AWS_RDS_015
#   severity: low
#   group: compliance
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance, aws_rds_cluster_instance]
#   attributes: [performance_insights_enabled, performance_insights_kms_key_id]
#   set_is_enough: [performance_insights_kms_key_id]
#   only_where: {performance_insights_enabled: ["true"]}
#   remediation: >-
#     Set performance_insights_kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_354]
package dharma.compliance.aws_rds_insights_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Performance Insights of a database names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_db_instance", "aws_rds_cluster_instance"]
	rc.change.after.performance_insights_enabled == true
	not keys.own(rc, "performance_insights_kms_key_id")
]
