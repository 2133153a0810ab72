# METADATA
# title: Windows machine does not install updates by itself
# description: >-
#   Every month that a machine misses its updates, more published holes are open on it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
# custom:
#   id: DH_AZURE_VM_005
#   severity: medium
#   group: security
#   provider: azure
#   service: vm
#   resource_types: [azurerm_windows_virtual_machine, azurerm_windows_virtual_machine_scale_set]
#   attributes: [enable_automatic_updates, automatic_updates_enabled]
#   defaults:
#     enable_automatic_updates: true
#     automatic_updates_enabled: true
#   remediation: >-
#     Leave automatic updates on, or patch the machines with Azure Update Manager and say so in
#     a waiver.
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AZURE_177]
package dharma.security.azure_vm_windows_updates

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Windows machine does not install updates by itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set"]
	manual(rc)
]

manual(rc) if rc.change.after.enable_automatic_updates == false

manual(rc) if rc.change.after.automatic_updates_enabled == false
