# METADATA
# title: SageMaker notebook or domain is not encrypted with a key of your own
# description: >-
#   Notebooks, models and samples of the training data lie on the disk. With a key of your own
#   you decide who reads them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
# custom:
#   id: DH_AWS_SAGEMAKER_003
#   severity: medium
#   group: compliance
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_notebook_instance, aws_sagemaker_domain]
#   remediation: >-
#     Set kms_key_id to a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_187, CKV_AWS_22]
package dharma.compliance.aws_sagemaker_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker notebook or domain is not encrypted with a key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_sagemaker_notebook_instance", "aws_sagemaker_domain"]
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
