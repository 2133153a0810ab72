# METADATA
# title: S3 bucket keeps no earlier versions
# description: >-
#   An object that is overwritten or deleted by mistake, or by ransomware, is gone.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   id: DH_AWS_S3_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_versioning: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_versioning with status Enabled, and a lifecycle rule that ends old
#     versions.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_21, AVD-AWS-0090, aws-s3-enable-versioning]
#   fix:
#     add:
#       type: aws_s3_bucket_versioning
#       link: bucket
#       attributes:
#         versioning_configuration: [{status: Enabled}]
package dharma.reliability.aws_s3_versioning

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket keeps no earlier versions", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not versioned(rc)
]

versioned(rc) if {
	some config in related.of(rc, "aws_s3_bucket_versioning")
	some settings in config.change.after.versioning_configuration
	settings.status == "Enabled"
}

versioned(rc) if {
	some settings in rc.change.after.versioning
	settings.enabled == true
}
