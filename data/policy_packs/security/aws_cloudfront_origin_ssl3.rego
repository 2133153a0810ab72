# METADATA
# title: CloudFront speaks SSL 3 with its origin
# description: >-
#   SSL 3 is broken: who sits between reads what passes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
# custom:
#   id: DH_AWS_CLOUDFRONT_008
#   severity: high
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   attributes: ["origin[].custom_origin_config[].origin_ssl_protocols"]
#   remediation: >-
#     Leave SSLv3 out of origin_ssl_protocols; TLSv1.2 alone is best.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV2_AWS_54]
package dharma.security.aws_cloudfront_origin_ssl3

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront speaks SSL 3 with its origin", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	some origin in rc.change.after.origin
	some config in origin.custom_origin_config
	"SSLv3" in config.origin_ssl_protocols
]
