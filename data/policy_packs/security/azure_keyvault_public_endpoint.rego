# METADATA
# title: Key vault has a public endpoint and names no network that may use it
# description: >-
#   Either everybody may use the endpoint, or nobody needs it: in both cases it should be off.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/private-link-service
# custom:
#   id: DH_AZURE_KEYVAULT_004
#   severity: medium
#   group: security
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the vault a private endpoint and set public_network_access_enabled to false, or name
#     addresses and subnets in network_acls.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_189]
package dharma.security.azure_keyvault_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault has a public endpoint and names no network that may use it", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	not rc.change.after.public_network_access_enabled == false
	not names_networks(rc)
]

names_networks(rc) if {
	some rules in rc.change.after.network_acls
	some key in ["ip_rules", "virtual_network_subnet_ids"]
	some network in rules[key]
	is_string(network)
}

# A subnet that the same plan makes.
names_networks(rc) if {
	some rules in rc.change.after_unknown.network_acls
	some key in ["ip_rules", "virtual_network_subnet_ids"]
	some unknown in rules[key]
	unknown == true
}

names_networks(rc) if {
	some rules in rc.change.after_unknown.network_acls
	some key in ["ip_rules", "virtual_network_subnet_ids"]
	rules[key] == true
}
