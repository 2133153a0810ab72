# METADATA
# title: Web application firewall policy is switched off
# description: >-
#   The gateway has a firewall on paper and filters nothing.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview
# custom:
#   id: DH_AZURE_WAF_001
#   severity: high
#   group: security
#   provider: azure
#   service: waf
#   resource_types: [azurerm_web_application_firewall_policy]
#   attributes: ["policy_settings[].enabled"]
#   remediation: >-
#     Set policy_settings { enabled = true } (the default).
#   fix:
#     set: {"policy_settings[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AZURE_122]
package dharma.security.azure_waf_off

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Web application firewall policy is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_web_application_firewall_policy"
	some settings in rc.change.after.policy_settings
	settings.enabled == false
]
