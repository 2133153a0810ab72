# METADATA
# title: Search domain names no key of your own
# description: >-
#   An index holds what it was made from; the key of AWS opens it for everybody who may read
#   the domain.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
# custom:
#   id: DH_AWS_OPENSEARCH_010
#   severity: low
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["encrypt_at_rest[].kms_key_id"]
#   set_is_enough: ["encrypt_at_rest[].kms_key_id"]
#   remediation: >-
#     Set kms_key_id in encrypt_at_rest to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_247]
package dharma.compliance.aws_opensearch_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Search domain names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not keys.own_in(rc, "encrypt_at_rest", "kms_key_id")
]
