# METADATA
# title: Public REST API stage has no web application firewall
# description: >-
#   Injection and other known attacks reach the application unfiltered.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
# custom:
#   id: DH_AWS_APIGATEWAY_008
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_stage]
#   related:
#     aws_wafv2_web_acl_association: resource_arn
#     aws_wafregional_web_acl_association: resource_arn
#     aws_api_gateway_rest_api: rest_api_id
#   remediation: >-
#     Add an aws_wafv2_web_acl_association of a web ACL with the stage.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV2_AWS_29]
package dharma.security.aws_api_waf

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public REST API stage has no web application firewall", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_stage"
	some api in related.of(rc, "aws_api_gateway_rest_api")
	not private(api)
	not guarded(rc)
]

private(api) if {
	some endpoint in api.change.after.endpoint_configuration
	"PRIVATE" in endpoint.types
}

guarded(rc) if {
	some type in ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"]
	count(related.of(rc, type)) > 0
}
