# METADATA
# title: Cosmos DB account lets in every network
# description: >-
#   Without a list of addresses or subnets a stolen key works from anywhere in the world.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall
# custom:
#   id: DH_AZURE_COSMOSDB_002
#   severity: high
#   group: security
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: [ip_range_filter]
#   remediation: >-
#     Name addresses in ip_range_filter, or set is_virtual_network_filter_enabled with
#     virtual_network_rule blocks, or set public_network_access_enabled to false.
#   frameworks:
#     CIS Azure 2.1: ["4.5.1"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_99]
package dharma.security.azure_cosmosdb_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account lets in every network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not rc.change.after.public_network_access_enabled == false
	not limited(rc)
]

limited(rc) if {
	some address in rc.change.after.ip_range_filter
	is_string(address)
}

# As version 3 of the provider writes it: one text.
limited(rc) if {
	is_string(rc.change.after.ip_range_filter)
	rc.change.after.ip_range_filter != ""
}

limited(rc) if {
	rc.change.after.is_virtual_network_filter_enabled == true
	some rule in rc.change.after.virtual_network_rule
	is_object(rule)
}
