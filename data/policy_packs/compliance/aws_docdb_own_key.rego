# METADATA
# title: DocumentDB cluster names no key of your own
# description: >-
#   Who may read the database and who may use its key are then two permissions, given by two
#   people.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html
# custom:
#   id: DH_AWS_DOCDB_007
#   severity: low
#   group: compliance
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_182]
package dharma.compliance.aws_docdb_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB cluster names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster"
	not keys.own(rc, "kms_key_id")
]
