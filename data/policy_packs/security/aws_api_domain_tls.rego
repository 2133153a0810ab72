# METADATA
# title: API domain accepts TLS older than 1.2
# description: >-
#   TLS 1.0 and 1.1 are broken and withdrawn.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
# custom:
#   id: DH_AWS_APIGATEWAY_007
#   severity: high
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_domain_name]
#   attributes: [security_policy]
#   remediation: >-
#     Set security_policy to TLS_1_2.
#   frameworks:
#     NIST 800-53 r5: ["SC-8", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_206, AVD-AWS-0005, aws-api-gateway-use-secure-tls-policy]
#   fix:
#     set: {security_policy: TLS_1_2}
package dharma.security.aws_api_domain_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: API domain accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_domain_name"
	not modern(rc)
]

modern(rc) if rc.change.after.security_policy == "TLS_1_2"

modern(rc) if {
	is_string(rc.change.after.security_policy)
	some start in ["SecurityPolicy_TLS12_", "SecurityPolicy_TLS13_"]
	startswith(rc.change.after.security_policy, start)
}
