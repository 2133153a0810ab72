# METADATA
# title: EKS secrets are not encrypted with a key of yours
# description: >-
#   Secrets lie in etcd under the disk encryption of AWS alone; with a key of your own each
#   reading is logged and can be stopped.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
# custom:
#   id: DH_AWS_EKS_003
#   severity: medium
#   group: security
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_cluster]
#   attributes: ["encryption_config[].resources"]
#   remediation: >-
#     Add encryption_config { resources = ["secrets"] } with a key; it cannot be taken away
#     again.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_58, AVD-AWS-0039, aws-eks-encrypt-secrets]
package dharma.security.aws_eks_secrets_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EKS secrets are not encrypted with a key of yours", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_cluster"
	not encrypted(rc)
]

encrypted(rc) if {
	some config in rc.change.after.encryption_config
	"secrets" in config.resources
}
