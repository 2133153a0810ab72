# METADATA
# title: Public address is of the Basic tier
# description: >-
#   Azure retired Basic addresses in September 2025: they have no zones, no service level, and
#   are open by default.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance
# custom:
#   id: DH_AZURE_NETWORK_008
#   severity: medium
#   group: reliability
#   provider: azure
#   service: network
#   resource_types: [azurerm_public_ip]
#   attributes: [sku]
#   remediation: >-
#     Set sku to Standard and allocation_method to Static.
#   fix:
#     set: {sku: Standard, allocation_method: Static}
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.azure_network_public_ip_basic

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public address is of the Basic tier", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_public_ip"
	rc.change.after.sku == "Basic"
]
