# METADATA
# title: Search service has no identity of its own
# description: >-
#   Indexers must then carry the keys and passwords of the data sources they read.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/search/search-howto-managed-identities-data-sources
# custom:
#   id: DH_AZURE_SEARCH_005
#   severity: low
#   group: best_practice
#   provider: azure
#   service: search
#   resource_types: [azurerm_search_service]
#   attributes: ["identity[].type"]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give it roles in place of keys and passwords.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-2", "IA-9"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AZURE_207]
package dharma.best_practice.azure_search_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Search service has no identity of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_search_service"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
