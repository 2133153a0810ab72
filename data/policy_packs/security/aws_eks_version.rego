# METADATA
# title: EKS cluster runs a Kubernetes version past its end of life
# description: >-
#   No more fixes are made for it, and AWS moves the cluster on by itself at a time you do not
#   choose. data.dharma.parameters.eks_oldest_minor replaces the oldest minor version that is
#   still maintained.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
# custom:
#   id: DH_AWS_EKS_005
#   severity: medium
#   group: security
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_cluster]
#   attributes: [version]
#   defaults:
#     version: null
#   remediation: >-
#     Raise version one minor version at a time to one in standard support.
#   frameworks:
#     NIST 800-53 r5: ["SA-22", "SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_339]
package dharma.security.aws_eks_version

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EKS cluster runs a Kubernetes version past its end of life", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_cluster"
	minor(rc.change.after.version) < oldest
]

# 1.32 and later: the extended support of 1.31 ended on 26 November 2026 (release calendar of
# the user guide, and https://endoflife.date/amazon-eks as of February 2026).
default oldest := 32

oldest := data.dharma.parameters.eks_oldest_minor

minor(version) := number if {
	is_string(version)
	regex.match(`^1\.\d+$`, version)
	number := to_number(trim_prefix(version, "1."))
}
