# METADATA
# title: Aurora cluster sends no logs to CloudWatch
# description: >-
#   Logs that stay on the instances are turned over after days and are gone with them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html
# custom:
#   id: DH_AWS_AURORA_005
#   severity: medium
#   group: compliance
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [enabled_cloudwatch_logs_exports]
#   remediation: >-
#     Name the logs of the engine in enabled_cloudwatch_logs_exports.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_324]
package dharma.compliance.aws_aurora_log_exports

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora cluster sends no logs to CloudWatch", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	not exports(rc)
]

exports(rc) if {
	some log in rc.change.after.enabled_cloudwatch_logs_exports
	is_string(log)
}
