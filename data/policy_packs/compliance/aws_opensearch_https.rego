# METADATA
# title: OpenSearch domain answers without HTTPS
# description: >-
#   Queries, documents and signatures cross the network readable. Without
#   domain_endpoint_options both protocols are open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html
# custom:
#   id: DH_AWS_OPENSEARCH_003
#   severity: high
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["domain_endpoint_options[].enforce_https"]
#   defaults:
#     domain_endpoint_options: []
#     "domain_endpoint_options[].enforce_https": true
#   remediation: >-
#     Set domain_endpoint_options { enforce_https = true }.
#   fix:
#     set: {"domain_endpoint_options[].enforce_https": true}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_83, AVD-AWS-0046, aws-elastic-search-enforce-https]
package dharma.compliance.aws_opensearch_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain answers without HTTPS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not enforced(rc)
]

enforced(rc) if {
	some options in rc.change.after.domain_endpoint_options
	options.enforce_https == true
}
