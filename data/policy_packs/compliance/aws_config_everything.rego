# METADATA
# title: AWS Config does not record everything
# description: >-
#   What is not recorded has no history: nobody can say when a role, a user or a group was
#   changed, and how it was before.
# related_resources:
#   - ref: https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
# custom:
#   id: DH_AWS_CONFIG_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: config
#   resource_types: [aws_config_configuration_recorder]
#   attributes: ["recording_group[].include_global_resource_types"]
#   defaults: {recording_group: [], "recording_group[].include_global_resource_types": false}
#   remediation: >-
#     Set recording_group with all_supported and include_global_resource_types true.
#   frameworks:
#     CIS AWS 3.0: ["3.3"]
#     NIST 800-53 r5: ["CM-8"]
#     SOC 2: ["CC7.1"]
#   twins: [CKV2_AWS_48]
#   fix:
#     set: {"recording_group[].all_supported": true, "recording_group[].include_global_resource_types": true}
package dharma.compliance.aws_config_everything

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AWS Config does not record everything", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_config_configuration_recorder"
	not complete(rc)
]

complete(rc) if {
	some recorded in rc.change.after.recording_group
	not recorded.all_supported == false
	recorded.include_global_resource_types == true
}
