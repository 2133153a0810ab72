# METADATA
# title: Virtual network depends on one DNS server
# description: >-
#   When the only server is down, no machine of the network finds another by name.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances
# custom:
#   id: DH_AZURE_NETWORK_009
#   severity: low
#   group: reliability
#   provider: azure
#   service: network
#   resource_types: [azurerm_virtual_network, azurerm_virtual_network_dns_servers]
#   attributes: [dns_servers]
#   defaults:
#     dns_servers: []
#   remediation: >-
#     Give two dns_servers or more, or leave it out to use Azure's own.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_182]
package dharma.reliability.azure_network_one_dns_server

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual network depends on one DNS server", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"]
	is_array(rc.change.after.dns_servers)
	count(rc.change.after.dns_servers) == 1
]
