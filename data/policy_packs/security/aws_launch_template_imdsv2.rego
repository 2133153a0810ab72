# METADATA
# title: Launch template lets metadata requests pass without a token
# description: >-
#   With IMDSv1 a request forged through the application (SSRF) reads the credentials of each
#   instance that is started from the template and does not ask for a token itself.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
# custom:
#   id: DH_AWS_EC2_026
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_launch_template]
#   attributes: ["metadata_options[].http_tokens"]
#   defaults:
#     metadata_options: []
#     "metadata_options[].http_tokens": optional
#   remediation: >-
#     Set metadata_options { http_tokens = "required" }.
#   frameworks:
#     CIS AWS 3.0: ["5.6"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.6"]
#   twins: [CKV_AWS_79, AVD-AWS-0130, aws-ec2-enforce-http-token-imds]
#   fix:
#     set: {"metadata_options[].http_tokens": required}
package dharma.security.aws_launch_template_imdsv2

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Launch template lets metadata requests pass without a token", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_launch_template"
	not guarded(rc)
]

guarded(rc) if {
	some options in rc.change.after.metadata_options
	options.http_tokens == "required"
}

guarded(rc) if {
	some options in rc.change.after.metadata_options
	options.http_endpoint == "disabled"
}
