# METADATA
# title: OpenSearch domain stores its data unencrypted
# description: >-
#   Indices, logs and swap are readable to whoever gets hold of the disk.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
# custom:
#   id: DH_AWS_OPENSEARCH_001
#   severity: high
#   group: security
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["encrypt_at_rest[].enabled"]
#   defaults:
#     encrypt_at_rest: []
#   remediation: >-
#     Set encrypt_at_rest { enabled = true }.
#   fix:
#     set: {"encrypt_at_rest[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_5, AVD-AWS-0048, aws-elastic-search-enable-domain-encryption]
package dharma.security.aws_opensearch_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not switched_on(rc)
]

switched_on(rc) if {
	some block in rc.change.after.encrypt_at_rest
	block.enabled == true
}
