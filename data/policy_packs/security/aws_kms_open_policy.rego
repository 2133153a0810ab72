# METADATA
# title: KMS key policy lets anybody use the key
# description: >-
#   A key that everybody may use protects nothing: who gets hold of the encrypted data can have
#   it decrypted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
# custom:
#   id: DH_AWS_KMS_002
#   severity: critical
#   group: security
#   provider: aws
#   service: kms
#   resource_types: [aws_kms_key, aws_kms_key_policy]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Name the accounts, roles or services, or add a condition such as kms:CallerAccount.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_33]
package dharma.security.aws_kms_open_policy

import data.dharma.lib.principals
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: KMS key policy lets anybody use the key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_kms_key", "aws_kms_key_policy"]
	count(principals.open_statements(rc, "policy")) > 0
]
