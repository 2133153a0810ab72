# METADATA
# title: EKS control plane does not log everything
# description: >-
#   Who changed what in the cluster stands only in these logs, and they cannot be had
#   afterwards.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   id: DH_AWS_EKS_004
#   severity: medium
#   group: compliance
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_cluster]
#   attributes: [enabled_cluster_log_types]
#   remediation: >-
#     Set enabled_cluster_log_types to api, audit, authenticator, controllerManager and
#     scheduler.
#   fix:
#     set: {enabled_cluster_log_types: [api, audit, authenticator, controllerManager, scheduler]}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_37, AVD-AWS-0038, aws-eks-enable-control-plane-logging]
package dharma.compliance.aws_eks_control_plane_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EKS control plane does not log everything", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_cluster"
	not complete(rc)
]

complete(rc) if {
	every log in ["api", "audit", "authenticator", "controllerManager", "scheduler"] {
		log in listed(rc)
	}
}

default listed(_) := []

listed(rc) := rc.change.after.enabled_cluster_log_types if {
	is_array(rc.change.after.enabled_cluster_log_types)
}
