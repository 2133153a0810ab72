# METADATA
# title: Kubernetes cluster's disks are encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
# custom:
#   id: DH_AZURE_AKS_008
#   severity: low
#   group: compliance
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   remediation: >-
#     Set disk_encryption_set_id when the cluster is made.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_117]
package dharma.compliance.azure_aks_disk_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster's disks are encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not own_key(rc)
]

own_key(rc) if {
	is_string(rc.change.after.disk_encryption_set_id)
	rc.change.after.disk_encryption_set_id != ""
}

# Set, to an id that is known after apply.
own_key(rc) if rc.change.after_unknown.disk_encryption_set_id == true
