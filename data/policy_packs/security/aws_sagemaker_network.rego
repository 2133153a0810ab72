# METADATA
# title: SageMaker notebook runs outside your network
# description: >-
#   Without a subnet of your own no security group, flow log or endpoint policy sees what the
#   notebook does.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-connect-to-resources.html
# custom:
#   id: DH_AWS_SAGEMAKER_004
#   severity: medium
#   group: security
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_notebook_instance]
#   remediation: >-
#     Set subnet_id and security_groups.
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_AWS_306]
package dharma.security.aws_sagemaker_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker notebook runs outside your network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_notebook_instance"
	not placed(rc)
]

placed(rc) if {
	is_string(rc.change.after.subnet_id)
	rc.change.after.subnet_id != ""
}

# Set by reference: which subnet is known after apply, that there is one is known now.
placed(rc) if rc.change.after_unknown.subnet_id == true
