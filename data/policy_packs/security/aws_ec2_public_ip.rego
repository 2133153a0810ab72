# METADATA
# title: EC2 instance asks for a public address
# description: >-
#   The instance can be reached from the internet by everything its security groups allow.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
# custom:
#   id: DH_AWS_EC2_006
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance]
#   attributes: [associate_public_ip_address]
#   defaults:
#     associate_public_ip_address: null
#   remediation: >-
#     Put it into a private subnet behind a load balancer, or set associate_public_ip_address to
#     false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#   twins: [CKV_AWS_88]
#   fix:
#     set: {associate_public_ip_address: false}
package dharma.security.aws_ec2_public_ip

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance asks for a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_instance"
	rc.change.after.associate_public_ip_address == true
]
