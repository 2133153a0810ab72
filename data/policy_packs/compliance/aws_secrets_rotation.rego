# METADATA
# title: Secret is never rotated
# description: >-
#   A secret that stays the same works for whoever once saw it: a former colleague, a log, a
#   copy of a disk.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
# custom:
#   id: DH_AWS_SECRETS_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: secretsmanager
#   resource_types: [aws_secretsmanager_secret]
#   related: {aws_secretsmanager_secret_rotation: secret_id}
#   remediation: >-
#     Add an aws_secretsmanager_secret_rotation with a rotation function and rules.
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.3"]
#   twins: [CKV2_AWS_57]
package dharma.compliance.aws_secrets_rotation

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Secret is never rotated", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_secretsmanager_secret"
	count(related.of(rc, "aws_secretsmanager_secret_rotation")) == 0
]
