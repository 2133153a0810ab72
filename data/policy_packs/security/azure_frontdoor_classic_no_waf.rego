# METADATA
# title: Classic Front Door endpoint has no web application firewall
# description: >-
#   Attacks on the applications behind it pass unfiltered at the edge.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview
# custom:
#   id: DH_AZURE_FRONTDOOR_002
#   severity: high
#   group: security
#   provider: azure
#   service: frontdoor
#   resource_types: [azurerm_frontdoor]
#   remediation: >-
#     Set web_application_firewall_policy_link_id on each frontend_endpoint, and plan the move
#     to azurerm_cdn_frontdoor_profile.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AZURE_121]
package dharma.security.azure_frontdoor_classic_no_waf

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Classic Front Door endpoint has no web application firewall", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_frontdoor"
	some i
	endpoint := rc.change.after.frontend_endpoint[i]
	is_object(endpoint)
	not guarded(rc, i)
]

guarded(rc, i) if {
	is_string(rc.change.after.frontend_endpoint[i].web_application_firewall_policy_link_id)
	rc.change.after.frontend_endpoint[i].web_application_firewall_policy_link_id != ""
}

# Set, to an id that is known after apply.
guarded(rc, i) if rc.change.after_unknown.frontend_endpoint[i].web_application_firewall_policy_link_id == true
