# METADATA
# title: Virtual machine does not encrypt at its host
# description: >-
#   Temporary disks and the caches of the other disks lie unencrypted on the host, although the
#   disks themselves are encrypted at rest.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption#encryption-at-host---end-to-end-encryption-for-your-vm-data
# custom:
#   id: DH_AZURE_VM_002
#   severity: medium
#   group: security
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine
#     - azurerm_windows_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#   attributes: [encryption_at_host_enabled]
#   remediation: >-
#     Set encryption_at_host_enabled to true; the subscription must have the feature
#     Microsoft.Compute/EncryptionAtHost registered.
#   fix:
#     set: {encryption_at_host_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_97, CKV_AZURE_151]
package dharma.security.azure_vm_encryption_at_host

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Virtual machine does not encrypt at its host", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine",
		"azurerm_windows_virtual_machine",
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_windows_virtual_machine_scale_set",
	]
	not rc.change.after.encryption_at_host_enabled == true
]
