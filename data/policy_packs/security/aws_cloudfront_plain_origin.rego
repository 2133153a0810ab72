# METADATA
# title: CloudFront speaks plain HTTP with its origin
# description: >-
#   The second half of the way is open although the viewer sees a lock.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
# custom:
#   id: DH_AWS_CLOUDFRONT_007
#   severity: medium
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   attributes: ["origin[].custom_origin_config[].origin_protocol_policy"]
#   remediation: >-
#     Set origin_protocol_policy to https-only in custom_origin_config.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.aws_cloudfront_plain_origin

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront speaks plain HTTP with its origin", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	some origin in rc.change.after.origin
	some config in origin.custom_origin_config
	config.origin_protocol_policy in ["http-only", "match-viewer"]
]
