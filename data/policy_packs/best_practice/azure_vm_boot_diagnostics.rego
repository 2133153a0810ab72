# METADATA
# title: Virtual machine keeps no record of its start
# description: >-
#   When a machine no longer starts, boot diagnostics are the only view of its console.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/boot-diagnostics
# custom:
#   id: DH_AZURE_VM_008
#   severity: low
#   group: best_practice
#   provider: azure
#   service: vm
#   resource_types: [azurerm_linux_virtual_machine, azurerm_windows_virtual_machine]
#   attributes: [boot_diagnostics]
#   remediation: >-
#     Add an empty boot_diagnostics block: Azure then keeps the records in a storage account of
#     its own.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
package dharma.best_practice.azure_vm_boot_diagnostics

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine keeps no record of its start", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
	not recorded(rc)
]

recorded(rc) if {
	some block in rc.change.after.boot_diagnostics
	is_object(block)
}
