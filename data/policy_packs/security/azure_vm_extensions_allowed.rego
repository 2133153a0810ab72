# METADATA
# title: Virtual machine accepts extensions
# description: >-
#   Whoever may write extensions runs code on the machine as administrator, without logging in
#   to it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/extensions/overview
# custom:
#   id: DH_AZURE_VM_003
#   severity: low
#   group: security
#   provider: azure
#   service: vm
#   resource_types: [azurerm_linux_virtual_machine, azurerm_windows_virtual_machine]
#   attributes: [allow_extension_operations]
#   defaults:
#     allow_extension_operations: true
#   remediation: >-
#     Set allow_extension_operations to false where the machine needs no extension (monitoring
#     agents, Entra login, backup of applications are extensions).
#   frameworks:
#     CIS Azure 2.1: ["7.5"]
#     NIST 800-53 r5: ["CM-7"]
#     PCI DSS 4.0.1: ["2.2.4"]
#   twins: [CKV_AZURE_50]
package dharma.security.azure_vm_extensions_allowed

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine accepts extensions", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
	not rc.change.after.allow_extension_operations == false
]
