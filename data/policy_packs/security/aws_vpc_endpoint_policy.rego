# METADATA
# title: VPC endpoint lets everybody use all of the service
# description: >-
#   Without a policy of its own the endpoint is also the way by which data leaves to a
#   stranger's account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
# custom:
#   id: DH_AWS_VPC_009
#   severity: low
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_vpc_endpoint]
#   attributes: [policy]
#   defaults:
#     policy: null
#   remediation: >-
#     Give the endpoint a policy that names your principals, actions and resources, or your
#     organisation as a condition.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "AC-6"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.2"]
package dharma.security.aws_vpc_endpoint_policy

import data.dharma.lib.documents
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: VPC endpoint lets everybody use all of the service", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_vpc_endpoint"
	not rc.change.after.vpc_endpoint_type in ["GatewayLoadBalancer", "Resource", "ServiceNetwork"]
	everything(rc)
]

everything(rc) if not documents.document(rc, "policy")

everything(rc) if {
	some statement in documents.allowed(rc, "policy")
	documents.anybody(statement)
	documents.unconditional(statement)
	documents.everywhere(statement)
	"*" in documents.listed(statement.Action)
}
