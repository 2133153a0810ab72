# METADATA
# title: Linux machine lets people log in with a password
# description: >-
#   Passwords are guessed and reused; robots try them all day on every address that answers
#   SSH.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed
# custom:
#   id: DH_AZURE_VM_001
#   severity: high
#   group: security
#   provider: azure
#   service: vm
#   resource_types:
#     - azurerm_linux_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_virtual_machine
#   attributes:
#     - disable_password_authentication
#     - "os_profile_linux_config[].disable_password_authentication"
#   defaults:
#     disable_password_authentication: true
#   remediation: >-
#     Set disable_password_authentication to true (the default) and give admin_ssh_key blocks.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_149, CKV_AZURE_1, AVD-AZU-0039, azure-compute-disable-password-authentication]
package dharma.security.azure_vm_password

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Linux machine lets people log in with a password", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_virtual_machine",
		"azurerm_linux_virtual_machine_scale_set",
		"azurerm_virtual_machine",
	]
	by_password(rc)
]

by_password(rc) if rc.change.after.disable_password_authentication == false

by_password(rc) if {
	some profile in rc.change.after.os_profile_linux_config
	profile.disable_password_authentication == false
}
