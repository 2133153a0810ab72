# METADATA
# title: Search service has too few replicas to promise updates of its indexes
# description: >-
#   With fewer than three replicas Azure promises availability for queries at most, and indexing
#   may stop.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/search/search-reliability
# custom:
#   id: DH_AZURE_SEARCH_004
#   severity: low
#   group: reliability
#   provider: azure
#   service: search
#   resource_types: [azurerm_search_service]
#   attributes: [replica_count]
#   defaults:
#     replica_count: 1
#   remediation: >-
#     Set replica_count to 3 or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_208]
package dharma.reliability.azure_search_index_replicas

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Search service has too few replicas to promise updates of its indexes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_search_service"
	not enough(rc)
]

enough(rc) if {
	is_number(rc.change.after.replica_count)
	rc.change.after.replica_count >= 3
}
