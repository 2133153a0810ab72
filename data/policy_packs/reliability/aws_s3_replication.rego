# METADATA
# title: S3 bucket has no copy in another region
# description: >-
#   A region that is lost or out of reach takes the only copy of the objects with it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
# custom:
#   id: DH_AWS_S3_013
#   severity: low
#   group: reliability
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_replication_configuration: bucket}
#   remediation: >-
#     Add an aws_s3_bucket_replication_configuration with an enabled rule to a bucket in
#     another region, where the data cannot be made again.
#   frameworks:
#     NIST 800-53 r5: ["CP-6", "CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_144]
package dharma.reliability.aws_s3_replication

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 bucket has no copy in another region", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket"
	not replicated(rc)
]

replicated(rc) if {
	some config in related.of(rc, "aws_s3_bucket_replication_configuration")
	some rule in config.change.after.rule
	rule.status == "Enabled"
}

replicated(rc) if {
	some config in rc.change.after.replication_configuration
	some rule in config.rules
	rule.status == "Enabled"
}
