# METADATA
# title: Application gateway has no web application firewall
# description: >-
#   Attacks on the applications behind it (injection, scripting, known exploits) pass
#   unfiltered.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview
# custom:
#   id: DH_AZURE_APPGW_001
#   severity: high
#   group: security
#   provider: azure
#   service: appgw
#   resource_types: [azurerm_application_gateway]
#   remediation: >-
#     Use the WAF_v2 tier and set firewall_policy_id to an
#     azurerm_web_application_firewall_policy.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
#   twins: [CKV_AZURE_120]
package dharma.security.azure_appgw_no_firewall

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Application gateway has no web application firewall", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_application_gateway"
	not guarded(rc)
]

guarded(rc) if {
	some firewall in rc.change.after.waf_configuration
	firewall.enabled == true
}

guarded(rc) if {
	is_string(rc.change.after.firewall_policy_id)
	rc.change.after.firewall_policy_id != ""
}

# Set, to an id that is known after apply.
guarded(rc) if rc.change.after_unknown.firewall_policy_id == true
