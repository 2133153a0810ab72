# METADATA
# title: Virtual machine keeps its disks as files in a storage account
# description: >-
#   Unmanaged disks share the limits and the keys of one storage account, cannot be spread over
#   fault domains, and Azure has retired them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation
# custom:
#   id: DH_AZURE_VM_004
#   severity: medium
#   group: reliability
#   provider: azure
#   service: vm
#   resource_types: [azurerm_virtual_machine]
#   attributes: ["storage_os_disk[].vhd_uri", "storage_data_disk[].vhd_uri"]
#   remediation: >-
#     Convert the disks to managed ones: managed_disk_type instead of vhd_uri.
#   frameworks:
#     CIS Azure 2.1: ["7.2"]
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV2_AZURE_9]
package dharma.reliability.azure_vm_unmanaged_disks

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine keeps its disks as files in a storage account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_virtual_machine"
	unmanaged(rc)
]

unmanaged(rc) if {
	some disk in rc.change.after.storage_os_disk
	is_string(disk.vhd_uri)
	disk.vhd_uri != ""
}

unmanaged(rc) if {
	some disk in rc.change.after.storage_data_disk
	is_string(disk.vhd_uri)
	disk.vhd_uri != ""
}
