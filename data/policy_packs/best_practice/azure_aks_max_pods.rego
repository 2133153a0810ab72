# METADATA
# title: Kubernetes nodes take fewer than 50 pods
# description: >-
#   System pods alone take a good part of the 30 that are the default of some networks, and the
#   number cannot be changed later.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/azure-cni-overview#maximum-pods-per-node
# custom:
#   id: DH_AZURE_AKS_013
#   severity: low
#   group: best_practice
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   attributes: ["default_node_pool[].max_pods", max_pods]
#   defaults:
#     max_pods: null
#     "default_node_pool[].max_pods": null
#   remediation: >-
#     Set max_pods to 50 or more when the pool is made.
#   twins: [CKV_AZURE_168]
package dharma.best_practice.azure_aks_max_pods

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes nodes take fewer than 50 pods", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
	not roomy(rc)
]

roomy(rc) if {
	is_number(rc.change.after.max_pods)
	rc.change.after.max_pods >= 50
}

roomy(rc) if {
	some pool in rc.change.after.default_node_pool
	is_number(pool.max_pods)
	pool.max_pods >= 50
}
