# METADATA
# title: Key vault key is never rotated by itself
# description: >-
#   Rotation by hand is forgotten; the longer one key version is used, the more data falls with
#   it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
# custom:
#   id: DH_AZURE_KEYVAULT_010
#   severity: low
#   group: compliance
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault_key]
#   attributes: ["rotation_policy[].automatic"]
#   remediation: >-
#     Add rotation_policy { automatic { time_after_creation or time_before_expiry } }.
#   frameworks:
#     CIS Azure 2.1: ["8.8"]
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.7.4"]
package dharma.compliance.azure_keyvault_key_rotation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault key is never rotated by itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault_key"
	not rotated(rc)
]

rotated(rc) if {
	some policy in rc.change.after.rotation_policy
	some automatic in policy.automatic
	is_object(automatic)
}
