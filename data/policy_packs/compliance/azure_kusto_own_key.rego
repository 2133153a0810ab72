# METADATA
# title: Data Explorer cluster is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-explorer/customer-managed-keys
# custom:
#   id: DH_AZURE_KUSTO_005
#   severity: low
#   group: compliance
#   provider: azure
#   service: kusto
#   resource_types: [azurerm_kusto_cluster]
#   related: {azurerm_kusto_cluster_customer_managed_key: cluster_id}
#   remediation: >-
#     Add azurerm_kusto_cluster_customer_managed_key with a key of a key vault.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV2_AZURE_11]
package dharma.compliance.azure_kusto_own_key

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data Explorer cluster is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kusto_cluster"
	not accompanied(rc)
]

accompanied(rc) if {
	some other in related.of(rc, "azurerm_kusto_cluster_customer_managed_key")
	is_object(other)
}
