# METADATA
# title: Redshift Serverless namespace names no key of your own
# description: >-
#   Under the key that AWS owns nobody sees who reads the data, and nobody can end it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-security.html
# custom:
#   id: DH_AWS_REDSHIFT_009
#   severity: low
#   group: compliance
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshiftserverless_namespace]
#   attributes: [kms_key_id]
#   set_is_enough: [kms_key_id]
#   remediation: >-
#     Set kms_key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_282]
package dharma.compliance.aws_redshift_serverless_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift Serverless namespace names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshiftserverless_namespace"
	not keys.own(rc, "kms_key_id")
]
