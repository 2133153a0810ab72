# METADATA
# title: EKS API answers the whole internet
# description: >-
#   A stolen token or a hole in the API server can be used from anywhere; the default takes
#   0.0.0.0/0.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   id: DH_AWS_EKS_002
#   severity: high
#   group: security
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_cluster]
#   attributes: ["vpc_config[].public_access_cidrs"]
#   defaults:
#     "vpc_config[].public_access_cidrs": [0.0.0.0/0]
#   remediation: >-
#     Set public_access_cidrs to the addresses of your offices and pipelines, or close the
#     public endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_38, AVD-AWS-0041, aws-eks-no-public-cluster-access-to-cidr]
package dharma.security.aws_eks_open_endpoint

import data.dharma.lib.network
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EKS API answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_cluster"
	some config in rc.change.after.vpc_config
	not config.endpoint_public_access == false
	not narrow(config)
]

narrow(config) if {
	is_array(config.public_access_cidrs)
	count(config.public_access_cidrs) > 0
	not wide(config)
}

wide(config) if {
	some cidr in config.public_access_cidrs
	network.anywhere(cidr)
}
