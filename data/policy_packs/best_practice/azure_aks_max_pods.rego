# METADATA
# title: Kubernetes nodes take fewer than 50 pods
# description: >-
#   System pods alone take a good part of so few; where Azure's flat network is used 30 is the
#   default, and the number cannot be changed later.
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
#     Set max_pods to 50 or more when the pool is made, or use the overlay network.
package dharma.best_practice.azure_aks_max_pods

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes nodes take fewer than 50 pods", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
	cramped(rc)
]

cramped(rc) if few(rc.change.after.max_pods)

cramped(rc) if {
	some pool in rc.change.after.default_node_pool
	few(pool.max_pods)
}

# Left out, the flat network allows 30; an overlay 250 and kubenet 110.
cramped(rc) if {
	some pool in rc.change.after.default_node_pool
	not is_number(pool.max_pods)
	some profile in rc.change.after.network_profile
	profile.network_plugin == "azure"
	not profile.network_plugin_mode == "overlay"
}

few(pods) if {
	is_number(pods)
	pods < 50
}
