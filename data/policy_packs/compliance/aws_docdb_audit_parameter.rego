# METADATA
# title: DocumentDB parameter group writes no audit log
# description: >-
#   Exporting the log is not enough: without the parameter the cluster writes none.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html
# custom:
#   id: DH_AWS_DOCDB_004
#   severity: medium
#   group: compliance
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster_parameter_group]
#   attributes: ["parameter[].value"]
#   remediation: >-
#     Add the parameter audit_logs with the value enabled.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_104]
package dharma.compliance.aws_docdb_audit_parameter

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB parameter group writes no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster_parameter_group"
	not audits(rc)
]

audits(rc) if {
	some parameter in rc.change.after.parameter
	parameter.name == "audit_logs"
	is_string(parameter.value)
	not parameter.value in ["disabled", "none"]
}
