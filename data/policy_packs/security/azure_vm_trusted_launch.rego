# METADATA
# title: Virtual machine starts without trusted launch
# description: >-
#   Without secure boot and a virtual TPM a rootkit can load before the operating system and
#   stay unseen.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/trusted-launch
# custom:
#   id: DH_AZURE_VM_007
#   severity: medium
#   group: security
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine
#     - azurerm_windows_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#   attributes: [secure_boot_enabled, vtpm_enabled]
#   remediation: >-
#     Set secure_boot_enabled and vtpm_enabled to true, with an image of generation 2.
#   frameworks:
#     CIS Azure 2.1: ["7.9"]
package dharma.security.azure_vm_trusted_launch

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine starts without trusted launch", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine",
		"azurerm_windows_virtual_machine",
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_windows_virtual_machine_scale_set",
	]
	untrusted(rc)
]

untrusted(rc) if {
	not rc.change.after.secure_boot_enabled == true
	not rc.change.after_unknown.secure_boot_enabled == true
}

untrusted(rc) if {
	not rc.change.after.vtpm_enabled == true
	not rc.change.after_unknown.vtpm_enabled == true
}
