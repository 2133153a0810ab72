# METADATA
# title: Storage account deletes containers at once and for good
# description: >-
#   Soft delete of blobs does not bring back a deleted container; it has a retention of its own.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/blobs/soft-delete-container-overview
# custom:
#   id: DH_AZURE_STORAGE_009
#   severity: low
#   group: reliability
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: ["blob_properties[].container_delete_retention_policy"]
#   defaults:
#     blob_properties: []
#   remediation: >-
#     Set blob_properties { container_delete_retention_policy { days = 7 } } or more.
#   fix:
#     set: {"blob_properties[].container_delete_retention_policy[].days": 7}
#   frameworks:
#     CIS Azure 2.1: ["3.11"]
#     NIST 800-53 r5: ["CP-6", "CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
package dharma.reliability.azure_storage_container_soft_delete

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account deletes containers at once and for good", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not kept(rc)
]

kept(rc) if {
	some properties in rc.change.after.blob_properties
	some policy in properties.container_delete_retention_policy
	is_object(policy)
}

# File shares are all that it holds.
kept(rc) if rc.change.after.account_kind == "FileStorage"
