# METADATA
# title: Subnet has no network security group
# description: >-
#   Nothing filters between this subnet and the rest of the network, so one broken machine
#   reaches all others.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# custom:
#   id: DH_AZURE_NETWORK_003
#   severity: medium
#   group: security
#   provider: azure
#   service: network
#   resource_types: [azurerm_subnet]
#   related: {azurerm_subnet_network_security_group_association: subnet_id}
#   remediation: >-
#     Add an azurerm_subnet_network_security_group_association for the subnet.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AZURE_31]
package dharma.security.azure_network_subnet_without_group

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subnet has no network security group", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_subnet"
	not exempt(rc)
	not guarded(rc)
]

guarded(rc) if {
	some association in related.of(rc, "azurerm_subnet_network_security_group_association")
	is_object(association)
}

# Subnets in which Azure accepts no group.
exempt(rc) if {
	rc.change.after.name in [
		"GatewaySubnet",
		"AzureFirewallSubnet",
		"AzureFirewallManagementSubnet",
		"RouteServerSubnet",
	]
}

exempt(rc) if {
	some delegation in rc.change.after.delegation
	some service in delegation.service_delegation
	service.name in ["Microsoft.Netapp/volumes", "Microsoft.NetApp/volumes"]
}
