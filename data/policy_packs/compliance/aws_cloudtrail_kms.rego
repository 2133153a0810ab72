# METADATA
# title: CloudTrail logs are not encrypted with a KMS key
# description: >-
#   Whoever may read the bucket reads every call of the account. A KMS key asks for a second
#   permission and records each use.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_003
#   severity: medium
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   remediation: >-
#     Set kms_key_id to a key whose policy lets CloudTrail use it.
#   frameworks:
#     CIS AWS 3.0: ["3.5"]
#     NIST 800-53 r5: ["AU-9", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["10.3.2"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_35, AVD-AWS-0015, aws-cloudtrail-enable-at-rest-encryption]
package dharma.compliance.aws_cloudtrail_kms

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail logs are not encrypted with a KMS key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
