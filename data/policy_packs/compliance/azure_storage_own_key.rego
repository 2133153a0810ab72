# METADATA
# title: Storage account is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
# custom:
#   id: DH_AZURE_STORAGE_012
#   severity: low
#   group: compliance
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [customer_managed_key]
#   related: {azurerm_storage_account_customer_managed_key: storage_account_id}
#   remediation: >-
#     Add azurerm_storage_account_customer_managed_key, or a customer_managed_key block, with a
#     key of a key vault.
#   frameworks:
#     CIS Azure 2.1: ["3.12"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV2_AZURE_1]
package dharma.compliance.azure_storage_own_key

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not own_key(rc)
]

own_key(rc) if {
	some key in rc.change.after.customer_managed_key
	is_object(key)
}

own_key(rc) if {
	some key in related.of(rc, "azurerm_storage_account_customer_managed_key")
	is_object(key)
}
