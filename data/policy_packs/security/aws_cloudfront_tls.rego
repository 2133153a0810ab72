# METADATA
# title: CloudFront accepts TLS older than 1.2
# description: >-
#   With CloudFront's own certificate, or without a minimum, viewers may speak TLS 1.0.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
# custom:
#   id: DH_AWS_CLOUDFRONT_002
#   severity: medium
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   attributes: ["viewer_certificate[].minimum_protocol_version"]
#   remediation: >-
#     Use a certificate of your own in viewer_certificate and set minimum_protocol_version to
#     TLSv1.2_2021.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_174, AVD-AWS-0013, aws-cloudfront-use-secure-tls-policy]
package dharma.security.aws_cloudfront_tls

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not modern(rc)
]

modern(rc) if {
	some certificate in rc.change.after.viewer_certificate
	not certificate.cloudfront_default_certificate == true
	is_string(certificate.minimum_protocol_version)
	some start in ["TLSv1.2_", "TLSv1.3_"]
	startswith(certificate.minimum_protocol_version, start)
}
