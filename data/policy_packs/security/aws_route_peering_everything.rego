# METADATA
# title: Route sends everything to a peered VPC
# description: >-
#   A peering is meant for named networks; a default route over it hands all traffic to the
#   other side.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
# custom:
#   id: DH_AWS_VPC_012
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_route_table, aws_route]
#   attributes:
#     - "route[].cidr_block"
#     - "route[].ipv6_cidr_block"
#     - destination_cidr_block
#     - destination_ipv6_cidr_block
#   defaults:
#     route: []
#   remediation: >-
#     Route to the peering only the address ranges that are needed.
#   frameworks:
#     CIS AWS 3.0: ["5.5"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV2_AWS_44]
package dharma.security.aws_route_peering_everything

import data.dharma.lib.network
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Route sends everything to a peered VPC", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	everything(rc)
]

everything(rc) if {
	rc.type == "aws_route_table"
	some i
	route := rc.change.after.route[i]
	some family in ["cidr_block", "ipv6_cidr_block"]
	network.anywhere(route[family])
	peered_inline(rc, i)
}

everything(rc) if {
	rc.type == "aws_route"
	anywhere(rc)
	peered(rc)
}

anywhere(rc) if network.anywhere(rc.change.after.destination_cidr_block)

anywhere(rc) if network.anywhere(rc.change.after.destination_ipv6_cidr_block)

peered_inline(rc, i) if named(rc.change.after.route[i].vpc_peering_connection_id)

# It will be the id of a peering that does not exist yet.
peered_inline(rc, i) if rc.change.after_unknown.route[i].vpc_peering_connection_id == true

peered(rc) if named(rc.change.after.vpc_peering_connection_id)

peered(rc) if rc.change.after_unknown.vpc_peering_connection_id == true

named(id) if {
	is_string(id)
	id != ""
}
