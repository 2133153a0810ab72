# METADATA
# title: CloudTrail is switched off
# description: >-
#   The trail is there and looks well, and records nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_005
#   severity: high
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   attributes: [enable_logging]
#   remediation: >-
#     Leave out enable_logging, or set it to true.
#   frameworks:
#     CIS AWS 3.0: ["3.1"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_251]
#   fix:
#     set: {enable_logging: true}
package dharma.compliance.aws_cloudtrail_off

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	rc.change.after.enable_logging == false
]
