# METADATA
# title: Data Explorer cluster is of a size without any promise of availability
# description: >-
#   Sizes named Dev(No SLA) run on one machine: each update stops them, and Azure promises
#   nothing.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-explorer/manage-cluster-choose-sku
# custom:
#   id: DH_AZURE_KUSTO_003
#   severity: low
#   group: reliability
#   provider: azure
#   service: kusto
#   resource_types: [azurerm_kusto_cluster]
#   attributes: ["sku[].name"]
#   remediation: >-
#     Choose a sku whose name begins with Standard.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_180]
package dharma.reliability.azure_kusto_no_sla

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data Explorer cluster is of a size without any promise of availability", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kusto_cluster"
	some sku in rc.change.after.sku
	is_string(sku.name)
	startswith(sku.name, "Dev(No SLA)")
]
