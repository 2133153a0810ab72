# METADATA
# title: API Management is in no virtual network
# description: >-
#   The services behind it must be open to the internet to be reached.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/api-management/virtual-network-concepts
# custom:
#   id: DH_AZURE_APIM_002
#   severity: low
#   group: security
#   provider: azure
#   service: apim
#   resource_types: [azurerm_api_management]
#   attributes: [virtual_network_configuration]
#   remediation: >-
#     Set virtual_network_type with virtual_network_configuration { subnet_id }.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_107]
package dharma.security.azure_apim_no_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: API Management is in no virtual network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_api_management"
	not inside(rc)
]

inside(rc) if {
	some network in rc.change.after.virtual_network_configuration
	is_object(network)
}
