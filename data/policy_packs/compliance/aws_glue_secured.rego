# METADATA
# title: Glue works without a security configuration
# description: >-
#   Only a security configuration has results, logs and bookmarks encrypted; without one they
#   are written as they are.
# related_resources:
#   - ref: https://docs.aws.amazon.com/glue/latest/dg/set-up-encryption.html
# custom:
#   id: DH_AWS_GLUE_003
#   severity: medium
#   group: compliance
#   provider: aws
#   service: glue
#   resource_types: [aws_glue_job, aws_glue_crawler, aws_glue_dev_endpoint]
#   remediation: >-
#     Set security_configuration to an aws_glue_security_configuration.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_195]
package dharma.compliance.aws_glue_secured

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Glue works without a security configuration", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_glue_job", "aws_glue_crawler", "aws_glue_dev_endpoint"]
	not secured(rc)
]

secured(rc) if {
	is_string(rc.change.after.security_configuration)
	rc.change.after.security_configuration != ""
}

# Set by reference: which one is known after apply, that there is one is known now.
secured(rc) if rc.change.after_unknown.security_configuration == true
