# METADATA
# title: Machine learning cluster has local accounts
# description: >-
#   People log in to its nodes with a password or key that Entra knows nothing of.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/machine-learning/how-to-create-attach-compute-cluster
# custom:
#   id: DH_AZURE_ML_002
#   severity: medium
#   group: security
#   provider: azure
#   service: ml
#   resource_types: [azurerm_machine_learning_compute_cluster]
#   attributes: [local_auth_enabled]
#   remediation: >-
#     Set local_auth_enabled to false; the cluster is made anew.
#   fix:
#     set: {local_auth_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_142]
package dharma.security.azure_ml_cluster_local_auth

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Machine learning cluster has local accounts", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_machine_learning_compute_cluster"
	not rc.change.after.local_auth_enabled == false
]
