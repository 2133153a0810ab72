# METADATA
# title: Metadata answers travel beyond the instance
# description: >-
#   With more than one hop a container on the machine reads the credentials of the whole
#   instance.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html
# custom:
#   id: DH_AWS_EC2_023
#   severity: low
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_launch_template, aws_launch_configuration]
#   attributes: ["metadata_options[].http_put_response_hop_limit"]
#   defaults:
#     metadata_options: []
#     "metadata_options[].http_put_response_hop_limit": null
#   remediation: >-
#     Set http_put_response_hop_limit to 1 and give containers credentials of their own.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "CM-2"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_341]
#   fix:
#     set: {"metadata_options[].http_put_response_hop_limit": 1}
package dharma.security.aws_ec2_metadata_hops

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Metadata answers travel beyond the instance", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_launch_template", "aws_launch_configuration"]
	some options in rc.change.after.metadata_options
	is_number(options.http_put_response_hop_limit)
	options.http_put_response_hop_limit > 1
]
