# METADATA
# title: CloudFront keeps no access log
# description: >-
#   After an attack nobody can say who asked for what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html
# custom:
#   id: DH_AWS_CLOUDFRONT_003
#   severity: medium
#   group: security
#   provider: aws
#   service: cloudfront
#   resource_types: [aws_cloudfront_distribution]
#   related: {aws_cloudwatch_log_delivery_source: resource_arn}
#   remediation: >-
#     Add logging_config with a bucket, or deliver the standard logs of version 2.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_86, AVD-AWS-0010, aws-cloudfront-enable-logging]
package dharma.security.aws_cloudfront_access_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudFront keeps no access log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudfront_distribution"
	not logged(rc)
]

# A bucket that is not known yet is one all the same.
logged(rc) if some _ in rc.change.after.logging_config

# Logs of version 2.
logged(rc) if count(related.of(rc, "aws_cloudwatch_log_delivery_source")) > 0
