# METADATA
# title: Network interface forwards traffic that is not its own
# description: >-
#   A machine that forwards can be used as a road around the rules between subnets.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/virtual-network-network-interface#enable-or-disable-ip-forwarding-for-a-network-interface
# custom:
#   id: DH_AZURE_NETWORK_005
#   severity: low
#   group: security
#   provider: azure
#   service: network
#   resource_types: [azurerm_network_interface]
#   attributes: [ip_forwarding_enabled]
#   remediation: >-
#     Set ip_forwarding_enabled to false unless the machine is a router or a firewall.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_network_interface_forwarding

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network interface forwards traffic that is not its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_network_interface"
	rc.change.after.ip_forwarding_enabled == true
]
