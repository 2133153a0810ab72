# METADATA
# title: RDS instance sends no logs to CloudWatch
# description: >-
#   The logs on the instance are turned over after days and are gone with it; nobody can look up
#   later who did what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
# custom:
#   id: DH_AWS_RDS_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [enabled_cloudwatch_logs_exports]
#   remediation: >-
#     Name the logs of the engine in enabled_cloudwatch_logs_exports (postgresql and upgrade;
#     audit, error, general and slowquery).
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_129]
package dharma.compliance.aws_rds_log_exports

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance sends no logs to CloudWatch", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not exports(rc)
]

exports(rc) if {
	some log in rc.change.after.enabled_cloudwatch_logs_exports
	is_string(log)
}
