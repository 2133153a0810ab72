# METADATA
# title: Kubernetes cluster has no network policy
# description: >-
#   Every pod may talk to every other, so one broken container reaches them all.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/use-network-policies
# custom:
#   id: DH_AZURE_AKS_004
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: ["network_profile[].network_policy"]
#   defaults:
#     network_profile: []
#     "network_profile[].network_policy": null
#   remediation: >-
#     Set network_profile { network_policy } to azure, calico or cilium.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_7, AVD-AZU-0043, azure-container-configured-network-policy]
package dharma.security.azure_aks_network_policy

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster has no network policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not governed(rc)
]

governed(rc) if {
	some profile in rc.change.after.network_profile
	is_string(profile.network_policy)
	profile.network_policy != ""
}
