# METADATA
# title: Secret is not encrypted with a key of your own
# description: >-
#   With the key that AWS manages, whoever may read the secret may decrypt it, and it cannot be
#   shared with another account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
# custom:
#   id: DH_AWS_SECRETS_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: secretsmanager
#   resource_types: [aws_secretsmanager_secret]
#   remediation: >-
#     Set kms_key_id to a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_149, AVD-AWS-0098, aws-ssm-secret-use-customer-key]
package dharma.compliance.aws_secrets_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Secret is not encrypted with a key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_secretsmanager_secret"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
	not contains(rc.change.after.kms_key_id, "aws/")
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
