# METADATA
# title: Secret is deleted at once, without a way back
# description: >-
#   A secret that is deleted by mistake stops every program that needs it; the waiting time
#   lets you restore it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
# custom:
#   id: DH_AWS_SECRETS_004
#   severity: low
#   group: reliability
#   provider: aws
#   service: secretsmanager
#   resource_types: [aws_secretsmanager_secret]
#   attributes: [recovery_window_in_days]
#   remediation: >-
#     Leave out recovery_window_in_days: Secrets Manager then waits 30 days.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   fix:
#     remove: [recovery_window_in_days]
package dharma.reliability.aws_secrets_recovery

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Secret is deleted at once, without a way back", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_secretsmanager_secret"
	rc.change.after.recovery_window_in_days == 0
]
