# METADATA
# title: Scale set does not replace its machines when a new image comes out
# description: >-
#   The machines of a scale set run the image they were made from until somebody replaces them
#   by hand.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade
# custom:
#   id: DH_AZURE_VM_009
#   severity: medium
#   group: security
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#   attributes: ["automatic_os_upgrade_policy[].enable_automatic_os_upgrade"]
#   remediation: >-
#     Set automatic_os_upgrade_policy { enable_automatic_os_upgrade = true } with upgrade_mode
#     Automatic or Rolling and a health probe.
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
package dharma.security.azure_vm_scale_set_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Scale set does not replace its machines when a new image comes out", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_windows_virtual_machine_scale_set",
	]
	not upgraded(rc)
]

upgraded(rc) if {
	some policy in rc.change.after.automatic_os_upgrade_policy
	policy.enable_automatic_os_upgrade == true
}
