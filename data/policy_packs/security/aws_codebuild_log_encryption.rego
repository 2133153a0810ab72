# METADATA
# title: CodeBuild writes its logs to S3 unencrypted
# description: >-
#   Build logs hold commands, paths and, by mistake, passwords.
# related_resources:
#   - ref: https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html
# custom:
#   id: DH_AWS_CODEBUILD_003
#   severity: medium
#   group: security
#   provider: aws
#   service: codebuild
#   resource_types: [aws_codebuild_project]
#   attributes: ["logs_config[].s3_logs[].encryption_disabled"]
#   remediation: >-
#     Leave out encryption_disabled in s3_logs, or set it to false.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_311]
#   fix:
#     set: {"logs_config[].s3_logs[].encryption_disabled": false}
package dharma.security.aws_codebuild_log_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CodeBuild writes its logs to S3 unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_codebuild_project"
	some logs in rc.change.after.logs_config
	some bucket in logs.s3_logs
	bucket.encryption_disabled == true
]
