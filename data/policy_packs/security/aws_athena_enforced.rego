# METADATA
# title: Athena workgroup lets clients choose their own settings
# description: >-
#   A client may turn off the encryption that the workgroup asks for, and write the results
#   wherever it likes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
# custom:
#   id: DH_AWS_ATHENA_002
#   severity: medium
#   group: security
#   provider: aws
#   service: athena
#   resource_types: [aws_athena_workgroup]
#   attributes: ["configuration[].enforce_workgroup_configuration"]
#   remediation: >-
#     Leave out enforce_workgroup_configuration, or set it to true.
#   frameworks:
#     NIST 800-53 r5: ["CM-6", "SC-28"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_82, AVD-AWS-0007, aws-athena-no-encryption-override]
#   fix:
#     set: {"configuration[].enforce_workgroup_configuration": true}
package dharma.security.aws_athena_enforced

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Athena workgroup lets clients choose their own settings", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_athena_workgroup"
	some configuration in rc.change.after.configuration
	configuration.enforce_workgroup_configuration == false
]
