# METADATA
# title: CloudFront names no default root object
# description: >-
#   A request for the bare domain goes on to the origin, which may answer with the list of all
#   its files.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html
# custom:
#   id: DH_AWS_CLOUDFRONT_005
#   severity: low
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   attributes: [default_root_object]
#   remediation: >-
#     Set default_root_object, for instance to index.html.
#   frameworks:
#     NIST 800-53 r5: ["SC-7"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_305]
package dharma.security.aws_cloudfront_default_root

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront names no default root object", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not named(rc)
]

named(rc) if {
	is_string(rc.change.after.default_root_object)
	rc.change.after.default_root_object != ""
}
