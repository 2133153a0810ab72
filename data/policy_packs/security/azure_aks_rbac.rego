# METADATA
# title: Kubernetes cluster has no access control by roles
# description: >-
#   Everybody who reaches the API with any credentials may do anything.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/concepts-identity#kubernetes-rbac
# custom:
#   id: DH_AZURE_AKS_001
#   severity: high
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [role_based_access_control_enabled]
#   remediation: >-
#     Leave role_based_access_control_enabled at true, its default; a cluster without it must
#     be made anew.
#   fix:
#     set: {role_based_access_control_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AZURE_5, AVD-AZU-0042, azure-container-use-rbac-permissions]
package dharma.security.azure_aks_rbac

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster has no access control by roles", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	rc.change.after.role_based_access_control_enabled == false
]
