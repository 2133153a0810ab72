# METADATA
# title: Transit gateway accepts attachments by itself
# description: >-
#   Any account it is shared with joins its network to yours without a look from you.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html
# custom:
#   id: DH_AWS_VPC_011
#   severity: high
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_ec2_transit_gateway]
#   attributes: [auto_accept_shared_attachments]
#   remediation: >-
#     Set auto_accept_shared_attachments to disable, and accept each attachment.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "CM-2"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#   twins: [CKV_AWS_331]
#   fix:
#     set: {auto_accept_shared_attachments: disable}
package dharma.security.aws_transit_gateway_auto_accept

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Transit gateway accepts attachments by itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ec2_transit_gateway"
	rc.change.after.auto_accept_shared_attachments == "enable"
]
