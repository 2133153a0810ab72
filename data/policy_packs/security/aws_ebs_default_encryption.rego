# METADATA
# title: Encryption of new volumes by default is turned off
# description: >-
#   Each volume that somebody forgets to encrypt is then stored in clear.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# custom:
#   id: DH_AWS_EC2_017
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ebs_encryption_by_default]
#   attributes: [enabled]
#   remediation: >-
#     Set enabled to true, in every region that is used.
#   frameworks:
#     CIS AWS 3.0: ["2.2.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_106]
#   fix:
#     set: {enabled: true}
package dharma.security.aws_ebs_default_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Encryption of new volumes by default is turned off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ebs_encryption_by_default"
	rc.change.after.enabled == false
]
