# METADATA
# title: Data Explorer cluster has no identity of its own
# description: >-
#   It must then be given keys and passwords for what it reads, and cannot use a key of a key
#   vault.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-explorer/configure-managed-identities-cluster
# custom:
#   id: DH_AZURE_KUSTO_004
#   severity: low
#   group: best_practice
#   provider: azure
#   service: kusto
#   resource_types: [azurerm_kusto_cluster]
#   attributes: ["identity[].type"]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give it roles in place of keys and passwords.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-2", "IA-9"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AZURE_181]
package dharma.best_practice.azure_kusto_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data Explorer cluster has no identity of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kusto_cluster"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
