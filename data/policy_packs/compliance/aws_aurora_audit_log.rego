# METADATA
# title: Aurora MySQL cluster does not send its audit log
# description: >-
#   Only the audit log says which user ran which statement.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
# custom:
#   id: DH_AWS_AURORA_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [enabled_cloudwatch_logs_exports]
#   remediation: >-
#     Add "audit" to enabled_cloudwatch_logs_exports and switch on server_audit_logging in the
#     parameter group.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_325]
package dharma.compliance.aws_aurora_audit_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora MySQL cluster does not send its audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	rc.change.after.engine in ["aurora", "aurora-mysql"]
	not audited(rc)
]

audited(rc) if "audit" in rc.change.after.enabled_cloudwatch_logs_exports
