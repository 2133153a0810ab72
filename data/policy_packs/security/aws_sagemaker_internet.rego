# METADATA
# title: SageMaker notebook has its own way to the internet
# description: >-
#   The notebook bypasses your network and its filters: data can leave, and anything can be
#   loaded.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
# custom:
#   id: DH_AWS_SAGEMAKER_001
#   severity: high
#   group: security
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_notebook_instance]
#   attributes: [direct_internet_access]
#   remediation: >-
#     Set direct_internet_access to Disabled, with a subnet and security groups of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   twins: [CKV_AWS_122]
package dharma.security.aws_sagemaker_internet

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker notebook has its own way to the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_notebook_instance"
	not rc.change.after.direct_internet_access == "Disabled"
]
