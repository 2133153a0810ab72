# METADATA
# title: Certificate is kept out of the transparency logs
# description: >-
#   Browsers refuse such a certificate, and a forged one for the domain is not noticed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html
# custom:
#   id: DH_AWS_ACM_001
#   severity: medium
#   group: security
#   provider: aws
#   service: acm
#   resource_types: [aws_acm_certificate]
#   attributes: ["options[].certificate_transparency_logging_preference"]
#   defaults:
#     options: []
#   remediation: >-
#     Set certificate_transparency_logging_preference to ENABLED in options, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["SC-17"]
#     SOC 2: ["CC6.7"]
#   twins: [CKV_AWS_234]
#   fix:
#     set: {"options[].certificate_transparency_logging_preference": ENABLED}
package dharma.security.aws_acm_transparency

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Certificate is kept out of the transparency logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_acm_certificate"
	some options in rc.change.after.options
	options.certificate_transparency_logging_preference == "DISABLED"
]
