# METADATA
# title: Neptune cluster does not send its audit log
# description: >-
#   Only the audit log says who asked what of the graph.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/cloudwatch-logs.html
# custom:
#   id: DH_AWS_NEPTUNE_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [enable_cloudwatch_logs_exports]
#   remediation: >-
#     Add "audit" to enable_cloudwatch_logs_exports and set neptune_enable_audit_log in the
#     parameter group.
#   fix:
#     set: {enable_cloudwatch_logs_exports: [audit]}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_101, AVD-AWS-0075, aws-neptune-enable-log-export]
package dharma.compliance.aws_neptune_audit_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster does not send its audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not audited(rc)
]

audited(rc) if "audit" in rc.change.after.enable_cloudwatch_logs_exports
