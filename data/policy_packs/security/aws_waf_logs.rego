# METADATA
# title: Web ACL keeps no log
# description: >-
#   Nobody sees what was blocked, or what should have been.
# related_resources:
#   - ref: https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
# custom:
#   id: DH_AWS_WAF_001
#   severity: medium
#   group: security
#   provider: aws
#   service: waf
#   resource_types: [aws_wafv2_web_acl]
#   related: {aws_wafv2_web_acl_logging_configuration: resource_arn}
#   remediation: >-
#     Add an aws_wafv2_web_acl_logging_configuration with resource_arn set to this web ACL.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#   twins: [CKV2_AWS_31]
package dharma.security.aws_waf_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web ACL keeps no log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_wafv2_web_acl"
	count(related.of(rc, "aws_wafv2_web_acl_logging_configuration")) == 0
]
