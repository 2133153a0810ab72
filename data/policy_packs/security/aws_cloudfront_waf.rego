# METADATA
# title: CloudFront has no web application firewall
# description: >-
#   Injection and other known attacks reach the application unfiltered.
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
# custom:
#   id: DH_AWS_CLOUDFRONT_004
#   severity: medium
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   remediation: >-
#     Set web_acl_id to the ARN of a web ACL of scope CLOUDFRONT.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AWS_68, AVD-AWS-0011, aws-cloudfront-enable-waf]
package dharma.security.aws_cloudfront_waf

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront has no web application firewall", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not guarded(rc)
]

guarded(rc) if {
	is_string(rc.change.after.web_acl_id)
	rc.change.after.web_acl_id != ""
}

# A list that is not made yet is one all the same.
guarded(rc) if rc.change.after_unknown.web_acl_id == true
