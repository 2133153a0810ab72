# METADATA
# title: MSK brokers have public addresses
# description: >-
#   The brokers answer the whole internet.
# related_resources:
#   - ref: https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html
# custom:
#   id: DH_AWS_MSK_003
#   severity: high
#   group: security
#   provider: aws
#   service: msk
#   resource_types: [aws_msk_cluster]
#   attributes: ["broker_node_group_info[].connectivity_info[].public_access[].type"]
#   defaults:
#     "broker_node_group_info[].connectivity_info": []
#     "broker_node_group_info[].connectivity_info[].public_access": []
#     "broker_node_group_info[].connectivity_info[].public_access[].type": DISABLED
#   remediation: >-
#     Set the type of public_access to DISABLED and reach the brokers through the VPC.
#   fix:
#     set: {"broker_node_group_info[].connectivity_info[].public_access[].type": DISABLED}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_291]
package dharma.security.aws_msk_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: MSK brokers have public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_msk_cluster"
	exposed(rc)
]

exposed(rc) if {
	some nodes in rc.change.after.broker_node_group_info
	some connectivity in nodes.connectivity_info
	some access in connectivity.public_access
	access.type == "SERVICE_PROVIDED_EIPS"
}
