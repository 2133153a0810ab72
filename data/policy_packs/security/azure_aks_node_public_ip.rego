# METADATA
# title: Kubernetes nodes have public addresses
# description: >-
#   Each node can be attacked from the internet, past the load balancer.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/use-node-public-ips
# custom:
#   id: DH_AZURE_AKS_012
#   severity: high
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   attributes: ["default_node_pool[].node_public_ip_enabled", node_public_ip_enabled]
#   remediation: >-
#     Set node_public_ip_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_143]
package dharma.security.azure_aks_node_public_ip

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes nodes have public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
	public(rc)
]

public(rc) if rc.change.after.node_public_ip_enabled == true

public(rc) if {
	some pool in rc.change.after.default_node_pool
	pool.node_public_ip_enabled == true
}
