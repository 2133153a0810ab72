# METADATA
# title: Redshift cluster copies data past the VPC
# description: >-
#   COPY and UNLOAD go over the internet, where security groups, endpoints and flow logs of the
#   VPC do not see them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html
# custom:
#   id: DH_AWS_REDSHIFT_006
#   severity: medium
#   group: security
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: [enhanced_vpc_routing]
#   defaults:
#     enhanced_vpc_routing: false
#   remediation: >-
#     Set enhanced_vpc_routing to true, with an endpoint for S3 in the VPC.
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#   twins: [CKV_AWS_321]
package dharma.security.aws_redshift_vpc_routing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster copies data past the VPC", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	not rc.change.after.enhanced_vpc_routing == true
]
