# METADATA
# title: Elastic IP address is given to nothing
# description: >-
#   A public address is paid for by the hour whether it is used or not.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
# custom:
#   id: DH_AWS_VPC_013
#   severity: low
#   group: cost
#   provider: aws
#   service: vpc
#   resource_types: [aws_eip]
#   related:
#     aws_eip_association: allocation_id
#     aws_nat_gateway: allocation_id
#     aws_instance: instance
#     aws_network_interface: network_interface
#     aws_lb: subnet_mapping
#     aws_transfer_server: endpoint_details
#   remediation: >-
#     Give the address to an instance, a NAT gateway or a load balancer, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
package dharma.cost.aws_eip_unused

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Elastic IP address is given to nothing", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eip"
	not used(rc)
]

used(rc) if named(rc.change.after.instance)

used(rc) if named(rc.change.after.network_interface)

named(id) if {
	is_string(id)
	id != ""
}

used(rc) if {
	some type in users
	count(related.of(rc, type)) > 0
}

users := [
	"aws_eip_association", "aws_nat_gateway", "aws_instance", "aws_network_interface",
	"aws_lb", "aws_transfer_server",
]
