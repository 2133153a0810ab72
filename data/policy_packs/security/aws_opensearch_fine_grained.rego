# METADATA
# title: OpenSearch domain has no fine-grained access control
# description: >-
#   Whoever may call the endpoint may read and delete every index.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
# custom:
#   id: DH_AWS_OPENSEARCH_008
#   severity: medium
#   group: security
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["advanced_security_options[].enabled"]
#   defaults:
#     advanced_security_options: []
#   remediation: >-
#     Set advanced_security_options { enabled = true } with a master user; it needs encryption
#     at rest, between nodes and HTTPS.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV2_AWS_52]
package dharma.security.aws_opensearch_fine_grained

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain has no fine-grained access control", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not fine_grained(rc)
]

fine_grained(rc) if {
	some options in rc.change.after.advanced_security_options
	options.enabled == true
}
