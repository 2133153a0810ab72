# METADATA
# title: Default security group of the VPC is not closed
# description: >-
#   What is started without a security group gets the default one, which lets its members
#   reach each other and everything outside.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
# custom:
#   id: DH_AWS_VPC_003
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_vpc]
#   related: {aws_default_security_group: vpc_id}
#   remediation: >-
#     Take the group over with an aws_default_security_group for the VPC that has neither
#     ingress nor egress.
#   frameworks:
#     CIS AWS 3.0: ["5.4"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1", "1.3.2"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AWS_12, AVD-AWS-0173]
#   fix:
#     add: {type: aws_default_security_group, link: vpc_id, attributes: {ingress: [], egress: []}}
package dharma.security.aws_vpc_default_group

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Default security group of the VPC is not closed", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_vpc"
	not closed(rc)
]

closed(rc) if {
	some group in related.of(rc, "aws_default_security_group")
	not open(group)
}

open(group) if {
	some direction in ["ingress", "egress"]
	some _ in group.change.after[direction]
}
