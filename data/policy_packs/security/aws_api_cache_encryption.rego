# METADATA
# title: REST API caches answers unencrypted
# description: >-
#   What the API told one caller lies readable in the cache.
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/data-protection-encryption.html
# custom:
#   id: DH_AWS_APIGATEWAY_005
#   severity: medium
#   group: security
#   provider: aws
#   service: apigateway
#   resource_types: [aws_api_gateway_method_settings]
#   attributes: ["settings[].cache_data_encrypted"]
#   defaults:
#     "settings[].cache_data_encrypted": false
#   remediation: >-
#     Set cache_data_encrypted to true in settings.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_308, AVD-AWS-0002, aws-api-gateway-enable-cache-encryption]
#   fix:
#     set: {"settings[].cache_data_encrypted": true}
package dharma.security.aws_api_cache_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: REST API caches answers unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_api_gateway_method_settings"
	some settings in rc.change.after.settings
	settings.caching_enabled == true
	not settings.cache_data_encrypted == true
]
