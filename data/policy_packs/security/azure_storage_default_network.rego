# METADATA
# title: Storage account lets in every network that no rule names
# description: >-
#   Without rules, or with the default action Allow, the firewall of the account stops nobody.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-network-security
# custom:
#   id: DH_AZURE_STORAGE_006
#   severity: high
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account, azurerm_storage_account_network_rules]
#   attributes: ["network_rules[].default_action", default_action]
#   defaults:
#     network_rules: []
#   related:
#     azurerm_storage_account_network_rules: storage_account_id
#     azurerm_cdn_frontdoor_origin: host_name
#   remediation: >-
#     Set default_action to Deny and name the subnets and addresses that need the account.
#   frameworks:
#     CIS Azure 2.1: ["3.8"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_35, AVD-AZU-0012, azure-storage-default-action-deny]
package dharma.security.azure_storage_default_network

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account lets in every network that no rule names", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	open(rc)
]

open(rc) if {
	rc.type == "azurerm_storage_account_network_rules"
	rc.change.after.default_action == "Allow"
}

open(rc) if {
	rc.type == "azurerm_storage_account"
	some rules in rc.change.after.network_rules
	rules.default_action == "Allow"
}

open(rc) if {
	rc.type == "azurerm_storage_account"
	not rc.change.after.public_network_access_enabled == false
	not ruled(rc)
	not delivered(rc)
}

ruled(rc) if {
	some rules in rc.change.after.network_rules
	is_object(rules)
}

ruled(rc) if {
	some rules in related.of(rc, "azurerm_storage_account_network_rules")
	is_object(rules)
}

# Front Door delivers it to everybody, from addresses that no rule can name: without a private
# link a closed account would deliver nothing.
delivered(rc) if {
	some origin in related.of(rc, "azurerm_cdn_frontdoor_origin")
	is_object(origin)
	not by_private_link(origin)
}

by_private_link(origin) if {
	some link in origin.change.after.private_link
	is_object(link)
}
