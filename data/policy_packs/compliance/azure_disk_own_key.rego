# METADATA
# title: Disk is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption#customer-managed-keys
# custom:
#   id: DH_AZURE_DISK_002
#   severity: low
#   group: compliance
#   provider: azure
#   service: disk
#   resource_types: [azurerm_managed_disk]
#   remediation: >-
#     Set disk_encryption_set_id to a disk encryption set with a key of a key vault.
#   frameworks:
#     CIS Azure 2.1: ["7.3", "7.4"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_93]
package dharma.compliance.azure_disk_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Disk is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_managed_disk"
	not own_key(rc)
]

own_key(rc) if {
	is_string(rc.change.after.disk_encryption_set_id)
	rc.change.after.disk_encryption_set_id != ""
}

# Set, to an id that is known after apply.
own_key(rc) if rc.change.after_unknown.disk_encryption_set_id == true

own_key(rc) if {
	is_string(rc.change.after.secure_vm_disk_encryption_set_id)
	rc.change.after.secure_vm_disk_encryption_set_id != ""
}

own_key(rc) if rc.change.after_unknown.secure_vm_disk_encryption_set_id == true
