# METADATA
# title: SageMaker model may reach the network
# description: >-
#   A model from elsewhere can carry code that sends away what it is asked.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
# custom:
#   id: DH_AWS_SAGEMAKER_007
#   severity: low
#   group: security
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_model]
#   attributes: [enable_network_isolation]
#   remediation: >-
#     Set enable_network_isolation to true where the container needs nothing from outside.
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_AWS_370]
package dharma.security.aws_sagemaker_isolation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker model may reach the network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_model"
	not rc.change.after.enable_network_isolation == true
]
