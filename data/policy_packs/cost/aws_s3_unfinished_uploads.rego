# METADATA
# title: S3 lifecycle never ends unfinished uploads
# description: >-
#   Parts of an upload that broke off lie in the bucket unseen and are paid for each month.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
# custom:
#   id: DH_AWS_S3_005
#   severity: low
#   group: cost
#   provider: aws
#   service: s3
#   resource_types: [aws_s3_bucket_lifecycle_configuration]
#   remediation: >-
#     Add an enabled rule without filter that has abort_incomplete_multipart_upload {
#     days_after_initiation = 7 }.
#   twins: [CKV_AWS_300]
package dharma.cost.aws_s3_unfinished_uploads

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: S3 lifecycle never ends unfinished uploads", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_s3_bucket_lifecycle_configuration"
	not tidied(rc)
]

tidied(rc) if {
	some rule in rc.change.after.rule
	rule.status == "Enabled"
	some ending in rule.abort_incomplete_multipart_upload
	is_object(ending)
	not filtered(rule)
}

# A filter takes in only a part of the objects; an empty one takes in all.
filtered(rule) if {
	some filter in rule.filter
	narrow(filter)
}

filtered(rule) if {
	some filter in rule.filter
	some both in filter.and
	narrow(both)
}

filtered(rule) if named(rule.prefix)

narrow(filter) if named(filter.prefix)

narrow(filter) if {
	some bound in ["object_size_greater_than", "object_size_less_than"]
	filter[bound] > 0
}

narrow(filter) if {
	some tag in filter.tag
	is_object(tag)
}

narrow(filter) if count(filter.tags) > 0

named(text) if {
	is_string(text)
	text != ""
}
