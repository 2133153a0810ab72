# METADATA
# title: Security group lets everybody reach every port
# description: >-
#   Every service that ever listens on the machine is reachable from the internet.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_002
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types:
#     - aws_security_group
#     - aws_security_group_rule
#     - aws_vpc_security_group_ingress_rule
#   attributes: ["ingress[].cidr_blocks", "ingress[].ipv6_cidr_blocks", cidr_blocks, ipv6_cidr_blocks, cidr_ipv4, cidr_ipv6]
#   defaults:
#     ingress: []
#   remediation: >-
#     Name the ports that are needed, and who may reach them.
#   frameworks:
#     CIS AWS 3.0: ["5.2", "5.3"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_277, AVD-AWS-0107, aws-ec2-no-public-ingress-sgr]
package dharma.security.aws_ec2_open_all_ports

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets everybody reach every port", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	open(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, "ingress", i] |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	some i
	rule := rc.change.after.ingress[i]
	from_anywhere(rule)
	every_port(rule)
]

open(rc) if {
	rc.type == "aws_security_group"
	some rule in rc.change.after.ingress
	from_anywhere(rule)
	every_port(rule)
}

open(rc) if {
	rc.type == "aws_security_group_rule"
	rc.change.after.type == "ingress"
	from_anywhere(rc.change.after)
	every_port(rc.change.after)
}

open(rc) if {
	rc.type == "aws_vpc_security_group_ingress_rule"
	from_anywhere(rc.change.after)
	every_port(rc.change.after)
}

from_anywhere(rule) if {
	some cidr in rule.cidr_blocks
	anywhere(cidr)
}

from_anywhere(rule) if {
	some cidr in rule.ipv6_cidr_blocks
	anywhere(cidr)
}

from_anywhere(rule) if anywhere(rule.cidr_ipv4)

from_anywhere(rule) if anywhere(rule.cidr_ipv6)

anywhere(cidr) if {
	is_string(cidr)
	endswith(cidr, "/0")
}

every_port(rule) if {
	is_number(rule.from_port)
	is_number(rule.to_port)
	rule.from_port <= 1
	rule.to_port >= 65535
}

every_port(rule) if rule.protocol in ["-1", "all"]

every_port(rule) if rule.ip_protocol in ["-1", "all"]
