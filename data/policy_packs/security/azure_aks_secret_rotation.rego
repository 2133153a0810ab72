# METADATA
# title: Kubernetes cluster does not take and rotate its secrets from Key Vault
# description: >-
#   Secrets kept in the cluster live as long as somebody forgets them; mounted ones stay old
#   after the vault has changed them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/csi-secrets-store-driver
# custom:
#   id: DH_AZURE_AKS_010
#   severity: low
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: ["key_vault_secrets_provider[].secret_rotation_enabled"]
#   remediation: >-
#     Add key_vault_secrets_provider { secret_rotation_enabled = true }.
#   fix:
#     set: {"key_vault_secrets_provider[].secret_rotation_enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV_AZURE_172]
package dharma.security.azure_aks_secret_rotation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster does not take and rotate its secrets from Key Vault", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rotated(rc)
]

rotated(rc) if {
	some provider in rc.change.after.key_vault_secrets_provider
	provider.secret_rotation_enabled == true
}
