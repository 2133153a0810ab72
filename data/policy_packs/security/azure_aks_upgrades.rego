# METADATA
# title: Kubernetes cluster is not upgraded by itself
# description: >-
#   A version of Kubernetes is supported for about a year; after that its holes stay open.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/auto-upgrade-cluster
# custom:
#   id: DH_AZURE_AKS_009
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [automatic_upgrade_channel]
#   remediation: >-
#     Set automatic_upgrade_channel to patch (or stable, rapid, node-image) with a maintenance
#     window.
#   fix:
#     set: {automatic_upgrade_channel: patch}
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AZURE_171]
package dharma.security.azure_aks_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster is not upgraded by itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not upgraded(rc)
]

upgraded(rc) if {
	is_string(rc.change.after.automatic_upgrade_channel)
	not rc.change.after.automatic_upgrade_channel in ["", "none"]
}
