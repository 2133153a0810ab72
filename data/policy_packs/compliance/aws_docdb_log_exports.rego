# METADATA
# title: DocumentDB cluster sends no logs to CloudWatch
# description: >-
#   Neither who logged in nor which operation was slow can be looked up later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html
# custom:
#   id: DH_AWS_DOCDB_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster]
#   attributes: [enabled_cloudwatch_logs_exports]
#   remediation: >-
#     Set enabled_cloudwatch_logs_exports to ["audit", "profiler"] and switch both on in the
#     parameter group.
#   fix:
#     set: {enabled_cloudwatch_logs_exports: [audit, profiler]}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_85, AVD-AWS-0020, aws-documentdb-enable-log-export]
package dharma.compliance.aws_docdb_log_exports

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB cluster sends no logs to CloudWatch", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster"
	not exports(rc)
]

exports(rc) if {
	some log in ["audit", "profiler"]
	log in rc.change.after.enabled_cloudwatch_logs_exports
}
