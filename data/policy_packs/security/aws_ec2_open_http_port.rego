# METADATA
# title: Security group lets everybody reach port 80
# description: >-
#   What is served there travels in clear; only a redirect to HTTPS needs it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_012
#   severity: low
#   group: security
#   provider: aws
#   service: ec2
#   resource_types:
#     - aws_security_group
#     - aws_security_group_rule
#     - aws_vpc_security_group_ingress_rule
#   attributes:
#     - "ingress[].cidr_blocks"
#     - "ingress[].ipv6_cidr_blocks"
#     - cidr_blocks
#     - ipv6_cidr_blocks
#     - cidr_ipv4
#     - cidr_ipv6
#     - type
#     - from_port
#     - to_port
#     - protocol
#     - ip_protocol
#   defaults:
#     ingress: []
#   remediation: >-
#     Open port 443 instead, or leave port 80 to a load balancer that only redirects.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_260]
package dharma.security.aws_ec2_open_http_port

import data.dharma.lib.network
import data.dharma.lib.security_groups
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets everybody reach port 80", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
	security_groups.opens(rc, opened)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, "ingress", i] |
	some rc in input.resource_changes
	rc.type == "aws_security_group"
	some i
	rule := rc.change.after.ingress[i]
	security_groups.to_everybody(rule)
	some port in opened
	network.covers(rule, port)
]

# Plain HTTP.
opened := [80]
