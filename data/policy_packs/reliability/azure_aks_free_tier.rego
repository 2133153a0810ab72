# METADATA
# title: Kubernetes cluster's API has no service level
# description: >-
#   The Free tier promises no uptime of the API and is limited in size.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers
# custom:
#   id: DH_AZURE_AKS_014
#   severity: medium
#   group: reliability
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [sku_tier]
#   remediation: >-
#     Set sku_tier to Standard for production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_170]
package dharma.reliability.azure_aks_free_tier

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster's API has no service level", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rc.change.after.sku_tier in ["Standard", "Premium"]
]
