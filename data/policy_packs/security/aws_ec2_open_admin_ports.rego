# METADATA
# title: Security group lets everybody reach SSH or RDP
# description: >-
#   Ports 22 and 3389 open to 0.0.0.0/0 are found and tried by robots within minutes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_001
#   severity: critical
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
#     Allow the ports only from known addresses, or use Session Manager and open none.
#   frameworks:
#     CIS AWS 3.0: ["5.2", "5.3"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_24, CKV_AWS_25, AVD-AWS-0107, aws-ec2-no-public-ingress-sgr]
package dharma.security.aws_ec2_open_admin_ports

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets everybody reach SSH or RDP", [address])
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
	admin(rule)
]

open(rc) if {
	rc.type == "aws_security_group"
	some rule in rc.change.after.ingress
	from_anywhere(rule)
	admin(rule)
}

open(rc) if {
	rc.type == "aws_security_group_rule"
	rc.change.after.type == "ingress"
	from_anywhere(rc.change.after)
	admin(rc.change.after)
}

open(rc) if {
	rc.type == "aws_vpc_security_group_ingress_rule"
	from_anywhere(rc.change.after)
	admin(rc.change.after)
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

admin(rule) if {
	some port in [22, 3389]
	is_number(rule.from_port)
	is_number(rule.to_port)
	rule.from_port <= port
	rule.to_port >= port
}

admin(rule) if all_protocols(rule)

all_protocols(rule) if rule.protocol in ["-1", "all"]

all_protocols(rule) if rule.ip_protocol in ["-1", "all"]
