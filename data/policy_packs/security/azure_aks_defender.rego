# METADATA
# title: Kubernetes cluster is not watched by Defender
# description: >-
#   Attacks on the running containers and on the API are not noticed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction
# custom:
#   id: DH_AZURE_AKS_007
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [microsoft_defender]
#   remediation: >-
#     Add microsoft_defender { log_analytics_workspace_id } to the cluster.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
package dharma.security.azure_aks_defender

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster is not watched by Defender", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not watched(rc)
]

watched(rc) if {
	some defender in rc.change.after.microsoft_defender
	is_object(defender)
}
