# METADATA
# title: EMR clusters may open ports to everybody
# description: >-
#   Without the block, a cluster whose security group opens a port to 0.0.0.0/0 starts all the
#   same.
# related_resources:
#   - ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
# custom:
#   id: DH_AWS_EMR_004
#   severity: high
#   group: security
#   provider: aws
#   service: emr
#   resource_types: [aws_emr_block_public_access_configuration]
#   attributes: [block_public_security_group_rules]
#   remediation: >-
#     Set block_public_security_group_rules to true.
#   fix:
#     set: {block_public_security_group_rules: true}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_390]
package dharma.security.aws_emr_public_access

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EMR clusters may open ports to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_emr_block_public_access_configuration"
	not rc.change.after.block_public_security_group_rules == true
]
