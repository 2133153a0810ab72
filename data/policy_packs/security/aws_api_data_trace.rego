# METADATA
# title: REST API writes whole requests into its log
# description: >-
#   Passwords, tokens and personal data of every call end up readable in the log.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
# custom:
#   id: DH_AWS_APIGATEWAY_006
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_method_settings]
#   attributes: ["settings[].data_trace_enabled"]
#   defaults:
#     "settings[].data_trace_enabled": false
#   remediation: >-
#     Set data_trace_enabled to false in settings.
#   frameworks:
#     NIST 800-53 r5: ["AU-3", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_276]
#   fix:
#     set: {"settings[].data_trace_enabled": false}
package dharma.security.aws_api_data_trace

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API writes whole requests into its log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_method_settings"
	some settings in rc.change.after.settings
	settings.data_trace_enabled == true
]
