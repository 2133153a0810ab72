# METADATA
# title: Kubernetes nodes do not encrypt at their host
# description: >-
#   Temporary disks and caches of the nodes lie unencrypted on the host.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/enable-host-encryption
# custom:
#   id: DH_AZURE_AKS_016
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   attributes: ["default_node_pool[].host_encryption_enabled", host_encryption_enabled]
#   remediation: >-
#     Set host_encryption_enabled to true on the pool.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_227]
package dharma.security.azure_aks_encryption_at_host

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes nodes do not encrypt at their host", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
	not encrypted(rc)
]

encrypted(rc) if rc.change.after.host_encryption_enabled == true

encrypted(rc) if {
	some pool in rc.change.after.default_node_pool
	pool.host_encryption_enabled == true
}

# Only apply will tell.
encrypted(rc) if rc.change.after_unknown.host_encryption_enabled == true

encrypted(rc) if {
	some pool in rc.change.after_unknown.default_node_pool
	pool.host_encryption_enabled == true
}
