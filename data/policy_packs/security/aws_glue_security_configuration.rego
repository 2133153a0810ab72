# METADATA
# title: Glue security configuration leaves something unencrypted
# description: >-
#   Jobs write results, logs and bookmarks; each holds parts of the data and is encrypted only
#   if it is said.
# related_resources:
#   - ref: https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html
# custom:
#   id: DH_AWS_GLUE_002
#   severity: medium
#   group: security
#   provider: aws
#   service: glue
#   resource_types: [aws_glue_security_configuration]
#   remediation: >-
#     Set s3_encryption_mode and cloudwatch_encryption_mode to SSE-KMS and
#     job_bookmarks_encryption_mode to CSE-KMS, each with a key.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_99]
package dharma.security.aws_glue_security_configuration

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Glue security configuration leaves something unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_glue_security_configuration"
	not sealed(rc)
]

sealed(rc) if {
	some settings in rc.change.after.encryption_configuration
	some logs in settings.cloudwatch_encryption
	logs.cloudwatch_encryption_mode == "SSE-KMS"
	some bookmarks in settings.job_bookmarks_encryption
	bookmarks.job_bookmarks_encryption_mode == "CSE-KMS"
	some results in settings.s3_encryption
	results.s3_encryption_mode in ["SSE-KMS", "SSE-S3"]
}
