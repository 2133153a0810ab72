# METADATA
# title: SageMaker endpoint does not encrypt its disks with a KMS key
# description: >-
#   Models and what is sent to them lie on the disks of the machines behind the endpoint.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
# custom:
#   id: DH_AWS_SAGEMAKER_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_endpoint_configuration]
#   remediation: >-
#     Set kms_key_arn (machines with local disks are encrypted by hardware and take none).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_98]
package dharma.compliance.aws_sagemaker_endpoint_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker endpoint does not encrypt its disks with a KMS key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_endpoint_configuration"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_arn)
	rc.change.after.kms_key_arn != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_arn == true
