# METADATA
# title: Application gateway accepts old TLS versions or weak ciphers
# description: >-
#   The default policy of many gateways takes TLS 1.0 and ciphers without forward secrecy.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview
# custom:
#   id: DH_AZURE_APPGW_002
#   severity: high
#   group: security
#   provider: azure
#   service: appgw
#   resource_types: [azurerm_application_gateway]
#   attributes:
#     - "ssl_policy[].policy_name"
#     - "ssl_policy[].policy_type"
#     - "ssl_policy[].min_protocol_version"
#   remediation: >-
#     Set ssl_policy { policy_type = "Predefined", policy_name = "AppGwSslPolicy20220101S" }.
#   fix:
#     set:
#       "ssl_policy[].policy_type": Predefined
#       "ssl_policy[].policy_name": AppGwSslPolicy20220101S
#     remove: ["ssl_policy[].min_protocol_version", "ssl_policy[].cipher_suites"]
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_218]
package dharma.security.azure_appgw_tls

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Application gateway accepts old TLS versions or weak ciphers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_application_gateway"
	not strong(rc)
]

strong(rc) if {
	some policy in rc.change.after.ssl_policy
	policy.policy_name == "AppGwSslPolicy20220101S"
}

strong(rc) if {
	some policy in rc.change.after.ssl_policy
	policy.policy_type in ["Custom", "CustomV2"]
	policy.min_protocol_version in ["TLSv1_2", "TLSv1_3"]
	not weak(policy)
}

# Only apply will tell.
strong(rc) if {
	some policy in rc.change.after_unknown.ssl_policy
	some name in ["policy_name", "policy_type", "min_protocol_version"]
	policy[name] == true
}

# Block chaining, a key exchange without forward secrecy, or one of finite fields.
weak(policy) if {
	some suite in policy.cipher_suites
	is_string(suite)
	regex.match(`^TLS_RSA_|^TLS_DHE_|_CBC_`, suite)
}
