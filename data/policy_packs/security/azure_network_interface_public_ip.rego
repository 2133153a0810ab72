# METADATA
# title: Network interface has a public address
# description: >-
#   The machine stands on the internet itself instead of behind a load balancer, a gateway or a
#   bastion.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
# custom:
#   id: DH_AZURE_NETWORK_004
#   severity: medium
#   group: security
#   provider: azure
#   service: network
#   resource_types: [azurerm_network_interface]
#   remediation: >-
#     Leave public_ip_address_id out; let people in through Azure Bastion and traffic in
#     through a load balancer or an application gateway.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_119]
package dharma.security.azure_network_interface_public_ip

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network interface has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_network_interface"
	public(rc)
]

public(rc) if {
	some configuration in rc.change.after.ip_configuration
	is_string(configuration.public_ip_address_id)
	configuration.public_ip_address_id != ""
}

# Set, to an id that is known after apply.
public(rc) if {
	some configuration in rc.change.after_unknown.ip_configuration
	configuration.public_ip_address_id == true
}
