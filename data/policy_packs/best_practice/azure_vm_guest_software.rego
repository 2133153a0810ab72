# METADATA
# title: Virtual machine is made without the guest software of Azure
# description: >-
#   Without its guest software Azure cannot patch, back up, monitor or rescue the machine.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/extensions/overview
# custom:
#   id: DH_AZURE_VM_006
#   severity: low
#   group: best_practice
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine
#     - azurerm_windows_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#   attributes: [provision_vm_agent]
#   defaults:
#     provision_vm_agent: true
#   remediation: >-
#     Leave provision_vm_agent at true, its default.
#   fix:
#     set: {provision_vm_agent: true}
#   twins: [CKV_AZURE_179]
package dharma.best_practice.azure_vm_guest_software

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine is made without the guest software of Azure", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine",
		"azurerm_windows_virtual_machine",
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_windows_virtual_machine_scale_set",
	]
	rc.change.after.provision_vm_agent == false
]
