# METADATA
# title: EBS volume is not encrypted
# description: >-
#   The volume and its snapshots are readable to whoever gets hold of them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   id: DH_AWS_EC2_003
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ebs_volume]
#   attributes: [encrypted]
#   defaults:
#     encrypted: false
#   remediation: >-
#     Set encrypted to true, or turn on encryption by default for the account and region.
#   frameworks:
#     CIS AWS 3.0: ["2.2.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_3, AVD-AWS-0026, aws-ebs-enable-volume-encryption]
#   fix:
#     set: {encrypted: true}
package dharma.security.aws_ebs_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EBS volume is not encrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ebs_volume"
	not rc.change.after.encrypted == true
]
