# METADATA
# title: VPN gateway is of the Basic tier
# description: >-
#   The Basic tier takes no ciphers of your choice, no IKEv2 for people and no zones, and is
#   meant for trials.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsku
# custom:
#   id: DH_AZURE_VPN_001
#   severity: medium
#   group: security
#   provider: azure
#   service: vpn
#   resource_types: [azurerm_virtual_network_gateway]
#   attributes: [sku]
#   remediation: >-
#     Choose VpnGw1AZ or larger.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_vpn_basic_gateway

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: VPN gateway is of the Basic tier", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_virtual_network_gateway"
	rc.change.after.type == "Vpn"
	rc.change.after.sku == "Basic"
]
