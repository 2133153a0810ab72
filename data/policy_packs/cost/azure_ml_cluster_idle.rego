# METADATA
# title: Machine learning cluster never shrinks to nothing
# description: >-
#   Nodes stand idle and are paid for when no job runs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/machine-learning/how-to-manage-optimize-cost
# custom:
#   id: DH_AZURE_ML_003
#   severity: medium
#   group: cost
#   provider: azure
#   service: ml
#   resource_types: [azurerm_machine_learning_compute_cluster]
#   attributes: ["scale_settings[].min_node_count"]
#   remediation: >-
#     Set scale_settings { min_node_count = 0 }.
#   fix:
#     set: {"scale_settings[].min_node_count": 0}
#   twins: [CKV_AZURE_150]
package dharma.cost.azure_ml_cluster_idle

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Machine learning cluster never shrinks to nothing", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_machine_learning_compute_cluster"
	some scaling in rc.change.after.scale_settings
	is_number(scaling.min_node_count)
	scaling.min_node_count > 0
]
