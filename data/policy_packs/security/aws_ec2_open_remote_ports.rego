# METADATA
# title: Security group lets everybody reach remote control or file sharing
# description: >-
#   Whoever gets in there runs commands or reads files, and worms look for nothing else.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_011
#   severity: high
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
#     Allow the port only from known addresses, or reach the machine through Session Manager or
#     a VPN.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [AVD-AWS-0107, aws-ec2-no-public-ingress-sgr]
package dharma.security.aws_ec2_open_remote_ports

import data.dharma.lib.network
import data.dharma.lib.security_groups
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets everybody reach remote control or file sharing", [address])
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

# FTP, Telnet, RPC, SMB, rsync, NFS, Docker, VNC, WinRM, kubelet.
opened := [20, 21, 23, 111, 135, 139, 445, 873, 2049, 2375, 2376, 5900, 5985, 5986, 10250]
