# METADATA
# title: Copied machine image is not encrypted
# description: >-
#   The copy's snapshots hold the whole disk, readable to whoever the image is shared with.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
# custom:
#   id: DH_AWS_EC2_018
#   severity: medium
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ami_copy]
#   attributes: [encrypted]
#   remediation: >-
#     Set encrypted to true.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_235]
#   fix:
#     set: {encrypted: true}
package dharma.security.aws_ami_copy_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Copied machine image is not encrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ami_copy"
	not rc.change.after.encrypted == true
]
