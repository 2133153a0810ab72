# METADATA
# title: CloudFront reads a bucket without an identity
# description: >-
#   The bucket must then be open to everybody, and viewers can go around CloudFront and its
#   filters.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
# custom:
#   id: DH_AWS_CLOUDFRONT_006
#   severity: medium
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   related: {aws_s3_bucket: origin}
#   remediation: >-
#     Add an aws_cloudfront_origin_access_control, name it in the origin and let the bucket
#     policy allow only it.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AWS_46]
package dharma.security.aws_cloudfront_bucket_access

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront reads a bucket without an identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	some i
	origin := rc.change.after.origin[i]
	from_bucket(rc, origin)
	not identified(rc, i)
]

from_bucket(_, origin) if {
	is_string(origin.domain_name)
	regex.match(`\.s3(\.[a-z0-9-]+)?\.amazonaws\.com$`, origin.domain_name)
}

# The name of a bucket that is not made yet: an origin that is no server of its own.
from_bucket(rc, origin) if {
	not is_string(origin.domain_name)
	count(related.of(rc, "aws_s3_bucket")) > 0
	not served(origin)
}

served(origin) if some _ in origin.custom_origin_config

served(origin) if some _ in origin.vpc_origin_config

identified(rc, i) if {
	some config in rc.change.after.origin[i].s3_origin_config
	is_string(config.origin_access_identity)
	config.origin_access_identity != ""
}

identified(rc, i) if {
	some config in rc.change.after_unknown.origin[i].s3_origin_config
	config.origin_access_identity == true
}

identified(rc, i) if {
	is_string(rc.change.after.origin[i].origin_access_control_id)
	rc.change.after.origin[i].origin_access_control_id != ""
}

identified(rc, i) if rc.change.after_unknown.origin[i].origin_access_control_id == true
