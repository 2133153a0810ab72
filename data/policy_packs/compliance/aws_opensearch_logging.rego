# METADATA
# title: OpenSearch domain sends no logs to CloudWatch
# description: >-
#   Errors and slow queries cannot be looked up later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
# custom:
#   id: DH_AWS_OPENSEARCH_005
#   severity: medium
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["log_publishing_options[].log_type"]
#   remediation: >-
#     Add log_publishing_options for ES_APPLICATION_LOGS and the slow logs, each with a log
#     group.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_84, AVD-AWS-0042, aws-elastic-search-enable-domain-logging]
package dharma.compliance.aws_opensearch_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain sends no logs to CloudWatch", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not publishes(rc)
]

publishes(rc) if {
	some options in rc.change.after.log_publishing_options
	is_string(options.log_type)
	not options.enabled == false
}
