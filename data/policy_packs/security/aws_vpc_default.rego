# METADATA
# title: Default VPC is used
# description: >-
#   Its subnets are all public and shared by whoever names no network.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
# custom:
#   id: DH_AWS_VPC_008
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_default_vpc]
#   remediation: >-
#     Make a VPC of its own for the workload, with private subnets, and leave the default one
#     empty.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV_AWS_148, AVD-AWS-0101, aws-ec2-no-default-vpc]
package dharma.security.aws_vpc_default

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Default VPC is used", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_default_vpc"
]
