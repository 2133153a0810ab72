# METADATA
# title: IAM access key is made by code
# description: >-
#   The key never ends by itself, and its secret lies readable in the state file.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
# custom:
#   id: DH_AWS_IAM_016
#   severity: medium
#   group: security
#   provider: aws
#   service: iam
#   resource_types: [aws_iam_access_key]
#   attributes: [status]
#   remediation: >-
#     Let programs take a role (OIDC for pipelines, instance and task roles, Roles Anywhere).
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
package dharma.security.aws_iam_access_keys

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IAM access key is made by code", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_iam_access_key"
	not rc.change.after.status == "Inactive"
]
