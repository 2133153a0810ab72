# METADATA
# title: OpenSearch domain takes old versions of TLS
# description: >-
#   TLS 1.0 and 1.1 can be broken; the default policy still takes them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html
# custom:
#   id: DH_AWS_OPENSEARCH_004
#   severity: medium
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["domain_endpoint_options[].tls_security_policy"]
#   defaults:
#     domain_endpoint_options: []
#     "domain_endpoint_options[].tls_security_policy": Policy-Min-TLS-1-0-2019-07
#   remediation: >-
#     Set tls_security_policy to Policy-Min-TLS-1-2-PFS-2023-10.
#   fix:
#     set: {"domain_endpoint_options[].tls_security_policy": Policy-Min-TLS-1-2-PFS-2023-10}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_228, AVD-AWS-0126, aws-elastic-search-use-secure-tls-policy]
package dharma.compliance.aws_opensearch_tls_policy

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain takes old versions of TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not modern(rc)
]

modern(rc) if {
	some options in rc.change.after.domain_endpoint_options
	options.tls_security_policy in ["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"]
}
