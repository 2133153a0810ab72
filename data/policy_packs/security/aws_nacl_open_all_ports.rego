# METADATA
# title: Network ACL lets everybody reach every port
# description: >-
#   The list filters nothing: all rests on the security groups.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# custom:
#   id: DH_AWS_VPC_014
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_network_acl, aws_network_acl_rule]
#   attributes:
#     - "ingress[].cidr_block"
#     - "ingress[].ipv6_cidr_block"
#     - cidr_block
#     - ipv6_cidr_block
#     - rule_action
#     - protocol
#   defaults:
#     ingress: []
#     egress: false
#   remediation: >-
#     Allow the ports that are needed, and the range of return traffic.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#   twins: [AVD-AWS-0102, aws-ec2-no-excessive-port-access]
package dharma.security.aws_nacl_open_all_ports

import data.dharma.lib.network
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network ACL lets everybody reach every port", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	open(rc)
]

open(rc) if {
	rc.type == "aws_network_acl"
	some entry in rc.change.after.ingress
	entry.action == "allow"
	every_port(entry)
	some family in ["cidr_block", "ipv6_cidr_block"]
	network.anywhere(entry[family])
	not narrowed(rc.change.after.ingress, entry, family)
}

open(rc) if {
	rc.type == "aws_network_acl_rule"
	not rc.change.after.egress == true
	rc.change.after.rule_action == "allow"
	every_port_by_rule(rc)
	anywhere_by_rule(rc)
}

every_port(entry) if network.all_protocols(entry)

every_port(entry) if {
	network.covers(entry, 1)
	network.covers(entry, 65535)
}

every_port_by_rule(rc) if rc.change.after.protocol in ["-1", "all"]

every_port_by_rule(rc) if {
	is_number(rc.change.after.from_port)
	is_number(rc.change.after.to_port)
	rc.change.after.from_port <= 1
	rc.change.after.to_port >= 65535
}

anywhere_by_rule(rc) if network.anywhere(rc.change.after.cidr_block)

anywhere_by_rule(rc) if network.anywhere(rc.change.after.ipv6_cidr_block)

# Something is refused to everybody before the entry is asked.
narrowed(entries, entry, family) if {
	some other in entries
	other.action == "deny"
	other.rule_no < entry.rule_no
	network.anywhere(other[family])
}
