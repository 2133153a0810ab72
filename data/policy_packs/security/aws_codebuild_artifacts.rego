# METADATA
# title: CodeBuild writes its results unencrypted
# description: >-
#   What was built, often with its settings inside, lies readable in the bucket.
# related_resources:
#   - ref: https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html
# custom:
#   id: DH_AWS_CODEBUILD_001
#   severity: high
#   group: security
#   provider: aws
#   service: codebuild
#   resource_types: [aws_codebuild_project]
#   attributes: ["artifacts[].encryption_disabled"]
#   remediation: >-
#     Leave out encryption_disabled, or set it to false.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_78, AVD-AWS-0018, aws-codebuild-enable-encryption]
#   fix:
#     set: {"artifacts[].encryption_disabled": false}
package dharma.security.aws_codebuild_artifacts

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CodeBuild writes its results unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_codebuild_project"
	some artifact in rc.change.after.artifacts
	not artifact.type == "NO_ARTIFACTS"
	artifact.encryption_disabled == true
]
