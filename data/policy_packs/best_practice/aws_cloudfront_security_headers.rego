# METADATA
# title: CloudFront adds no response headers policy
# description: >-
#   Browsers are not told to insist on HTTPS, to refuse frames or to keep to the declared
#   content type.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-response-headers.html
# custom:
#   id: DH_AWS_CLOUDFRONT_010
#   severity: low
#   group: best_practice
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   remediation: >-
#     Name an aws_cloudfront_response_headers_policy in response_headers_policy_id of the
#     default cache behavior.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#   twins: [CKV2_AWS_32]
package dharma.best_practice.aws_cloudfront_security_headers

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront adds no response headers policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not said(rc)
]

said(rc) if {
	some behavior in rc.change.after.default_cache_behavior
	is_string(behavior.response_headers_policy_id)
	behavior.response_headers_policy_id != ""
}

# It will be the id of a policy that is not made yet.
said(rc) if {
	some behavior in rc.change.after_unknown.default_cache_behavior
	behavior.response_headers_policy_id == true
}
