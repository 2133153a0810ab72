# METADATA
# title: EC2 instance or launch configuration answers metadata requests without a token
# description: >-
#   With IMDSv1 a request forged through the application (SSRF) reads the instance's
#   credentials.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
# custom:
#   id: DH_AWS_EC2_005
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance, aws_launch_configuration]
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
#   twins: [CKV_AWS_79, AVD-AWS-0028, AVD-AWS-0130, aws-ec2-enforce-http-token-imds]
#   fix:
#     set: {"metadata_options[].http_tokens": required}
package dharma.security.aws_ec2_imdsv2

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance or launch configuration answers metadata requests without a token", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_instance", "aws_launch_configuration"]
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
