# METADATA
# title: Scale set is not spread over zones
# description: >-
#   All machines stand in one data centre and go down with it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-use-availability-zones
# custom:
#   id: DH_AZURE_VM_010
#   severity: medium
#   group: reliability
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#   attributes: [zones]
#   remediation: >-
#     Set zones to two zones of the region or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.azure_vm_scale_set_zones

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Scale set is not spread over zones", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_windows_virtual_machine_scale_set",
	]
	not spread(rc)
]

spread(rc) if {
	is_array(rc.change.after.zones)
	count(rc.change.after.zones) > 1
}
