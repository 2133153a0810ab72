# METADATA
# title: Kubernetes cluster is not under Azure Policy
# description: >-
#   Nothing stops privileged containers or images from anywhere at the moment they are
#   deployed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes
# custom:
#   id: DH_AZURE_AKS_006
#   severity: low
#   group: compliance
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [azure_policy_enabled]
#   remediation: >-
#     Set azure_policy_enabled to true.
#   fix:
#     set: {azure_policy_enabled: true}
#   twins: [CKV_AZURE_116]
package dharma.compliance.azure_aks_azure_policy

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster is not under Azure Policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rc.change.after.azure_policy_enabled == true
]
