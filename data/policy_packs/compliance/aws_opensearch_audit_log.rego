# METADATA
# title: OpenSearch domain writes no audit log
# description: >-
#   Only the audit log says who read or changed which index.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html
# custom:
#   id: DH_AWS_OPENSEARCH_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["log_publishing_options[].log_type"]
#   remediation: >-
#     Add log_publishing_options for AUDIT_LOGS; it needs fine-grained access control.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_317]
package dharma.compliance.aws_opensearch_audit_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain writes no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not audits(rc)
]

audits(rc) if {
	some options in rc.change.after.log_publishing_options
	options.log_type == "AUDIT_LOGS"
	not options.enabled == false
}
