# METADATA
# title: Athena workgroup does not encrypt its results
# description: >-
#   Results hold the very data that was asked for, and stay in the bucket after the question is
#   forgotten.
# related_resources:
#   - ref: https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html
# custom:
#   id: DH_AWS_ATHENA_001
#   severity: medium
#   group: security
#   provider: aws
#   service: athena
#   resource_types: [aws_athena_workgroup]
#   remediation: >-
#     Set encryption_option in configuration.result_configuration.encryption_configuration to
#     SSE_KMS, CSE_KMS or SSE_S3.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_159, AVD-AWS-0006, aws-athena-enable-at-rest-encryption]
#   fix:
#     set: {"configuration[].result_configuration[].encryption_configuration[].encryption_option": SSE_S3}
package dharma.security.aws_athena_results_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Athena workgroup does not encrypt its results", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_athena_workgroup"
	not encrypted(rc)
]

encrypted(rc) if {
	some configuration in rc.change.after.configuration
	some results in configuration.result_configuration
	some encryption in results.encryption_configuration
	encryption.encryption_option in ["SSE_S3", "SSE_KMS", "CSE_KMS"]
}
