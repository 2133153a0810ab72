# METADATA
# title: Secret is rotated less often than every 90 days
# description: >-
#   The longer a secret stays the same, the longer a stolen one works.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
# custom:
#   id: DH_AWS_SECRETS_003
#   severity: low
#   group: compliance
#   provider: aws
#   service: secretsmanager
#   resource_types: [aws_secretsmanager_secret_rotation]
#   attributes: ["rotation_rules[].automatically_after_days"]
#   remediation: >-
#     Set automatically_after_days to 90 or less, or a schedule_expression that comes as often.
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_304]
#   fix:
#     set: {"rotation_rules[].automatically_after_days": 90}
package dharma.compliance.aws_secrets_rotation_period

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Secret is rotated less often than every 90 days", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_secretsmanager_secret_rotation"
	some rules in rc.change.after.rotation_rules
	is_number(rules.automatically_after_days)
	rules.automatically_after_days > 90
]
