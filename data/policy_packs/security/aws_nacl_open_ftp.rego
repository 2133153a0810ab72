# METADATA
# title: Network ACL lets everybody reach FTP
# description: >-
#   FTP sends passwords in clear, and its servers are looked for without pause.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# custom:
#   id: DH_AWS_VPC_007
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
#     - from_port
#     - to_port
#   defaults:
#     ingress: []
#     egress: false
#   remediation: >-
#     Allow the ports only from known addresses, or leave the entry out.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_229, CKV_AWS_230, AVD-AWS-0105, aws-ec2-no-public-ingress-acl]
package dharma.security.aws_nacl_open_ftp

import data.dharma.lib.network_acls
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network ACL lets everybody reach FTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_network_acl", "aws_network_acl_rule"]
	some port in [20, 21]
	network_acls.opens(rc, port)
]
