# METADATA
# title: CloudFront has no certificate of your own
# description: >-
#   It answers only to a name of cloudfront.net, and viewers cannot tell whose site it is.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
# custom:
#   id: DH_AWS_CLOUDFRONT_009
#   severity: low
#   group: best_practice
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   remediation: >-
#     Add aliases, and a certificate of ACM in us-east-1 as acm_certificate_arn.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-12"]
#     SOC 2: ["CC6.7"]
#   twins: [CKV2_AWS_42]
package dharma.best_practice.aws_cloudfront_own_certificate

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront has no certificate of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not certified(rc)
]

certified(rc) if {
	some certificate in rc.change.after.viewer_certificate
	named(certificate)
}

# It will be the ARN of a certificate that is not issued yet.
certified(rc) if {
	some certificate in rc.change.after_unknown.viewer_certificate
	certificate.acm_certificate_arn == true
}

named(certificate) if {
	some key in ["acm_certificate_arn", "iam_certificate_id"]
	is_string(certificate[key])
	certificate[key] != ""
}
