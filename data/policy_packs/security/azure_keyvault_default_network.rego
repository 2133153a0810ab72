# METADATA
# title: Key vault's firewall lets in every network that no rule names
# description: >-
#   A stolen login reads every secret from anywhere, when the firewall does not ask where it is
#   used.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/network-security
# custom:
#   id: DH_AZURE_KEYVAULT_003
#   severity: high
#   group: security
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   attributes: ["network_acls[].default_action"]
#   defaults:
#     network_acls: []
#   remediation: >-
#     Set network_acls { default_action = "Deny" } and name the subnets and addresses that need
#     the vault.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_109, AVD-AZU-0013, azure-keyvault-specify-network-acl]
package dharma.security.azure_keyvault_default_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault's firewall lets in every network that no rule names", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	not rc.change.after.public_network_access_enabled == false
	not denies(rc)
]

denies(rc) if {
	some rules in rc.change.after.network_acls
	rules.default_action == "Deny"
}
