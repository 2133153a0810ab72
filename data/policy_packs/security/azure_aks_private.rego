# METADATA
# title: Kubernetes cluster's API stands on the internet
# description: >-
#   A stolen credential or a hole in the API server can be used from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/private-clusters
# custom:
#   id: DH_AZURE_AKS_002
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [private_cluster_enabled]
#   remediation: >-
#     Set private_cluster_enabled to true when the cluster is made.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_115]
package dharma.security.azure_aks_private

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster's API stands on the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rc.change.after.private_cluster_enabled == true
]
