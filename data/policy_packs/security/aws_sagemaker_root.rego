# METADATA
# title: SageMaker notebook gives its users root
# description: >-
#   Root can change the software that watches the notebook, and reach the credentials of its
#   role unseen.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
# custom:
#   id: DH_AWS_SAGEMAKER_002
#   severity: medium
#   group: security
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_notebook_instance]
#   attributes: [root_access]
#   remediation: >-
#     Set root_access to Disabled.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.2"]
#   twins: [CKV_AWS_307]
#   fix:
#     set: {root_access: Disabled}
package dharma.security.aws_sagemaker_root

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker notebook gives its users root", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_notebook_instance"
	not rc.change.after.root_access == "Disabled"
]
