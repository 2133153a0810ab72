# METADATA
# title: Search service has too few replicas to promise answers to queries
# description: >-
#   With one replica Azure promises no availability: an update or a failure stops the search.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/search/search-reliability
# custom:
#   id: DH_AZURE_SEARCH_003
#   severity: low
#   group: reliability
#   provider: azure
#   service: search
#   resource_types: [azurerm_search_service]
#   attributes: [replica_count]
#   defaults:
#     replica_count: 1
#   remediation: >-
#     Set replica_count to 2 or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_209]
package dharma.reliability.azure_search_query_replicas

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Search service has too few replicas to promise answers to queries", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_search_service"
	not enough(rc)
]

enough(rc) if {
	is_number(rc.change.after.replica_count)
	rc.change.after.replica_count >= 2
}
