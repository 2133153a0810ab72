# METADATA
# title: Security group lets everybody reach a database
# description: >-
#   A database on the internet is tried for weak passwords and unpatched holes all day long.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: DH_AWS_EC2_009
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
#     Allow the port only from the security group of the application.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [AVD-AWS-0107, aws-ec2-no-public-ingress-sgr]
package dharma.security.aws_ec2_open_database_ports

import data.dharma.lib.network
import data.dharma.lib.security_groups
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Security group lets everybody reach a database", [address])
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

# SQL Server, Oracle, MySQL, PostgreSQL, Redshift, Cassandra, MongoDB, Db2.
opened := [1433, 1521, 3306, 5432, 5439, 9042, 27017, 27018, 50000]
