# METADATA
# title: Front Door profile has no security policy
# description: >-
#   No web application firewall is tied to the profile's domains, so attacks pass unfiltered at
#   the edge.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/frontdoor/web-application-firewall
# custom:
#   id: DH_AZURE_FRONTDOOR_003
#   severity: medium
#   group: security
#   provider: azure
#   service: frontdoor
#   resource_types: [azurerm_cdn_frontdoor_profile]
#   related: {azurerm_cdn_frontdoor_security_policy: cdn_frontdoor_profile_id}
#   remediation: >-
#     Add an azurerm_cdn_frontdoor_security_policy with a firewall policy for the profile's
#     domains.
#   frameworks:
#     NIST 800-53 r5: ["SC-7", "SI-4"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["6.4.2"]
package dharma.security.azure_frontdoor_no_security_policy

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Front Door profile has no security policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cdn_frontdoor_profile"
	not guarded(rc)
]

guarded(rc) if {
	some policy in related.of(rc, "azurerm_cdn_frontdoor_security_policy")
	is_object(policy)
}
