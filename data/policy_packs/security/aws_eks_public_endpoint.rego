# METADATA
# title: EKS API has a public endpoint
# description: >-
#   The API server can be reached from the internet; only the credentials stand between the
#   cluster and everybody.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   id: DH_AWS_EKS_001
#   severity: medium
#   group: security
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_cluster]
#   attributes: ["vpc_config[].endpoint_public_access"]
#   remediation: >-
#     Set endpoint_public_access to false and endpoint_private_access to true.
#   fix:
#     set:
#       "vpc_config[].endpoint_public_access": false
#       "vpc_config[].endpoint_private_access": true
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_39, AVD-AWS-0040, aws-eks-no-public-cluster-access]
package dharma.security.aws_eks_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EKS API has a public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_cluster"
	some config in rc.change.after.vpc_config
	not config.endpoint_public_access == false
]
