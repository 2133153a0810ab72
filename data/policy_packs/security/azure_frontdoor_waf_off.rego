# METADATA
# title: Front Door firewall policy is switched off
# description: >-
#   The front door has a firewall on paper and filters nothing.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview
# custom:
#   id: DH_AZURE_FRONTDOOR_001
#   severity: high
#   group: security
#   provider: azure
#   service: frontdoor
#   resource_types: [azurerm_cdn_frontdoor_firewall_policy, azurerm_frontdoor_firewall_policy]
#   attributes: [enabled]
#   remediation: >-
#     Set enabled to true (the default).
#   fix:
#     set: {enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
package dharma.security.azure_frontdoor_waf_off

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Front Door firewall policy is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_cdn_frontdoor_firewall_policy", "azurerm_frontdoor_firewall_policy"]
	rc.change.after.enabled == false
]
