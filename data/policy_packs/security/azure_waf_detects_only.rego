# METADATA
# title: Web application firewall only watches
# description: >-
#   In detection mode attacks are written down and let through.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview#waf-modes
# custom:
#   id: DH_AZURE_WAF_002
#   severity: medium
#   group: security
#   provider: azure
#   service: waf
#   resource_types:
#     - azurerm_web_application_firewall_policy
#     - azurerm_frontdoor_firewall_policy
#     - azurerm_cdn_frontdoor_firewall_policy
#   attributes: ["policy_settings[].mode", mode]
#   remediation: >-
#     Set the mode to Prevention once the logs show no false alarms.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
package dharma.security.azure_waf_detects_only

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web application firewall only watches", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_web_application_firewall_policy",
		"azurerm_frontdoor_firewall_policy",
		"azurerm_cdn_frontdoor_firewall_policy",
	]
	watches(rc)
]

watches(rc) if rc.change.after.mode == "Detection"

watches(rc) if {
	some settings in rc.change.after.policy_settings
	settings.mode == "Detection"
}
