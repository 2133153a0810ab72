# METADATA
# title: Redshift cluster names no key of your own
# description: >-
#   A warehouse holds a copy of everything; with a key of its own it can be shut off at once.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
# custom:
#   id: DH_AWS_REDSHIFT_008
#   severity: low
#   group: compliance
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_142]
package dharma.compliance.aws_redshift_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	not keys.own(rc, "kms_key_id")
]
