# METADATA
# title: Security group lets its members reach everything outside
# description: >-
#   Stolen data and orders to malware leave by the same door as updates.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_013
#   severity: low
#   group: security
#   provider: aws
#   service: ec2
#   resource_types:
#     - aws_security_group
#     - aws_security_group_rule
#     - aws_vpc_security_group_egress_rule
#   attributes:
#     - "egress[].cidr_blocks"
#     - "egress[].ipv6_cidr_blocks"
#     - cidr_blocks
#     - ipv6_cidr_blocks
#     - cidr_ipv4
#     - cidr_ipv6
#     - type
#     - protocol
#     - ip_protocol
#   defaults:
#     egress: []
#   remediation: >-
#     Name the ports and destinations that the workload needs.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.2"]
#   twins: [CKV_AWS_382, AVD-AWS-0104, aws-ec2-no-public-egress-sgr]
package dharma.security.aws_ec2_open_egress

import data.dharma.lib.network
import data.dharma.lib.security_groups
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets its members reach everything outside", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"]
	some rule in security_groups.egress(rc)
	security_groups.to_everybody(rule)
	network.all_protocols(rule)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, "egress", i] |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	some i
	rule := rc.change.after.egress[i]
	security_groups.to_everybody(rule)
	network.all_protocols(rule)
]
