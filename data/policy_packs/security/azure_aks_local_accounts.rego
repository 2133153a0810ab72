# METADATA
# title: Kubernetes cluster has local accounts
# description: >-
#   The cluster's own administrator certificate works without Entra, cannot be revoked alone,
#   and leaves no name in the logs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad
# custom:
#   id: DH_AZURE_AKS_005
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [local_account_disabled]
#   remediation: >-
#     Set local_account_disabled to true, with
#     azure_active_directory_role_based_access_control.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_141]
package dharma.security.azure_aks_local_accounts

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster has local accounts", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rc.change.after.local_account_disabled == true
]
