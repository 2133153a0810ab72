# METADATA
# title: CloudFront serves plain HTTP
# description: >-
#   What passes between the viewer and CloudFront can be read and changed on the way.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
# custom:
#   id: DH_AWS_CLOUDFRONT_001
#   severity: high
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   attributes:
#     - "default_cache_behavior[].viewer_protocol_policy"
#     - "ordered_cache_behavior[].viewer_protocol_policy"
#   remediation: >-
#     Set viewer_protocol_policy to redirect-to-https or https-only in every cache behavior.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_34, AVD-AWS-0012, aws-cloudfront-enforce-https]
package dharma.security.aws_cloudfront_plain_http

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront serves plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	plain(rc)
]

plain(rc) if {
	some behavior in rc.change.after.default_cache_behavior
	behavior.viewer_protocol_policy == "allow-all"
}

plain(rc) if {
	some behavior in rc.change.after.ordered_cache_behavior
	behavior.viewer_protocol_policy == "allow-all"
}
