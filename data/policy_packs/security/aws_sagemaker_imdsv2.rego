# METADATA
# title: SageMaker notebook answers metadata requests without a token
# description: >-
#   A request forged through a web page open in the notebook reads the credentials of its role.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-imds.html
# custom:
#   id: DH_AWS_SAGEMAKER_005
#   severity: medium
#   group: security
#   provider: aws
#   service: sagemaker
#   resource_types: [aws_sagemaker_notebook_instance]
#   remediation: >-
#     Set instance_metadata_service_configuration { minimum_instance_metadata_service_version =
#     "2" }.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_371]
#   fix:
#     set: {"instance_metadata_service_configuration[].minimum_instance_metadata_service_version": "2"}
package dharma.security.aws_sagemaker_imdsv2

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SageMaker notebook answers metadata requests without a token", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_sagemaker_notebook_instance"
	not guarded(rc)
]

guarded(rc) if {
	some options in rc.change.after.instance_metadata_service_configuration
	options.minimum_instance_metadata_service_version == "2"
}
