# METADATA
# title: CloudTrail log files can be changed unseen
# description: >-
#   Without signed digests nobody can prove that a log file is complete and as it was written.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   attributes: [enable_log_file_validation]
#   remediation: >-
#     Set enable_log_file_validation to true.
#   frameworks:
#     CIS AWS 3.0: ["3.2"]
#     NIST 800-53 r5: ["AU-9", "SI-7"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.3.4"]
#     HIPAA: ["164.312(c)(1)", "164.312(c)(2)"]
#   twins: [CKV_AWS_36, AVD-AWS-0016, aws-cloudtrail-enable-log-validation]
#   fix:
#     set: {enable_log_file_validation: true}
package dharma.compliance.aws_cloudtrail_validation

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail log files can be changed unseen", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	not rc.change.after.enable_log_file_validation == true
]
