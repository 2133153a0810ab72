# METADATA
# title: Storage account lets its containers be opened to anonymous readers
# description: >-
#   With this permission one wrong setting of one container publishes its blobs; without it no
#   container can.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent
# custom:
#   id: DH_AZURE_STORAGE_004
#   severity: high
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [allow_nested_items_to_be_public]
#   remediation: >-
#     Set allow_nested_items_to_be_public to false; give readers a role or a signature.
#   fix:
#     set: {allow_nested_items_to_be_public: false}
#   frameworks:
#     CIS Azure 2.1: ["3.17"]
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_190, CKV2_AZURE_47]
package dharma.security.azure_storage_anonymous_blobs

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account lets its containers be opened to anonymous readers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.allow_nested_items_to_be_public == false
]
