# METADATA
# title: Databricks workspace's root storage is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/databricks/security/keys/customer-managed-keys
# custom:
#   id: DH_AZURE_DATABRICKS_002
#   severity: low
#   group: compliance
#   provider: azure
#   service: databricks
#   resource_types: [azurerm_databricks_workspace]
#   related: {azurerm_databricks_workspace_root_dbfs_customer_managed_key: workspace_id}
#   remediation: >-
#     Set customer_managed_key_enabled to true and add
#     azurerm_databricks_workspace_root_dbfs_customer_managed_key (sku premium).
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV2_AZURE_48]
package dharma.compliance.azure_databricks_own_key

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Databricks workspace's root storage is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_databricks_workspace"
	rc.change.after.sku == "premium"
	not own_key(rc)
]

own_key(rc) if {
	rc.change.after.customer_managed_key_enabled == true
	some key in related.of(rc, "azurerm_databricks_workspace_root_dbfs_customer_managed_key")
	is_object(key)
}
