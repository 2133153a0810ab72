# METADATA
# title: Secret SSM parameter names no key of your own
# description: >-
#   Everybody who may use Parameter Store may decrypt with the key that AWS manages; a key of
#   your own asks for a second permission.
# related_resources:
#   - ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
# custom:
#   id: DH_AWS_SSM_003
#   severity: low
#   group: compliance
#   provider: aws
#   service: ssm
#   resource_types: [aws_ssm_parameter]
#   attributes: [type, key_id]
#   set_is_enough: [key_id]
#   only_where: {type: [SecureString]}
#   remediation: >-
#     Set key_id to a key of your own, and let its policy name who may use it.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_337]
package dharma.compliance.aws_ssm_parameter_own_key

import data.dharma.lib.keys
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Secret SSM parameter names no key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ssm_parameter"
	rc.change.after.type == "SecureString"
	not keys.own(rc, "key_id")
]
