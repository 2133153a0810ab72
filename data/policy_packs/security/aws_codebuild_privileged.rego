# METADATA
# title: CodeBuild runs builds with full rights on the host
# description: >-
#   A build script, or a package that it loads, can break out of its container.
# related_resources:
#   - ref: https://docs.aws.amazon.com/codebuild/latest/userguide/security_iam_id-based-policy-examples.html
# custom:
#   id: DH_AWS_CODEBUILD_002
#   severity: medium
#   group: security
#   provider: aws
#   service: codebuild
#   resource_types: [aws_codebuild_project]
#   attributes: ["environment[].privileged_mode"]
#   remediation: >-
#     Set privileged_mode to false; build images without a Docker daemon where you can.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.2"]
#   twins: [CKV_AWS_316]
package dharma.security.aws_codebuild_privileged

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CodeBuild runs builds with full rights on the host", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_codebuild_project"
	some environment in rc.change.after.environment
	environment.privileged_mode == true
]
