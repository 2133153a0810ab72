# METADATA
# title: EKS nodes let everybody reach SSH
# description: >-
#   With a key and no source groups, the group of nodes opens port 22 to 0.0.0.0/0.
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
# custom:
#   id: DH_AWS_EKS_006
#   severity: high
#   group: security
#   provider: aws
#   service: eks
#   resource_types: [aws_eks_node_group]
#   attributes: ["remote_access[].source_security_group_ids"]
#   remediation: >-
#     Name source_security_group_ids, or leave remote_access out and use Session Manager.
#   fix:
#     remove: [remote_access]
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#   twins: [CKV_AWS_100]
package dharma.security.aws_eks_node_ssh

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EKS nodes let everybody reach SSH", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_eks_node_group"
	some access in rc.change.after.remote_access
	is_string(access.ec2_ssh_key)
	access.ec2_ssh_key != ""
	not narrowed(access)
]

narrowed(access) if {
	some group in access.source_security_group_ids
	group != ""
}
