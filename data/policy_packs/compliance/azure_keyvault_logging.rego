# METADATA
# title: Key vault logs no access to its keys and secrets
# description: >-
#   Nobody can say afterwards who read which secret, and when.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/key-vault/general/logging
# custom:
#   id: DH_AZURE_KEYVAULT_011
#   severity: medium
#   group: compliance
#   provider: azure
#   service: keyvault
#   resource_types: [azurerm_key_vault]
#   related: {azurerm_monitor_diagnostic_setting: target_resource_id}
#   remediation: >-
#     Add azurerm_monitor_diagnostic_setting for the vault with the category group audit.
#   frameworks:
#     CIS Azure 2.1: ["5.1.4"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
package dharma.compliance.azure_keyvault_logging

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Key vault logs no access to its keys and secrets", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_key_vault"
	not logged(rc)
]

logged(rc) if {
	some setting in related.of(rc, "azurerm_monitor_diagnostic_setting")
	some log in setting.change.after.enabled_log
	is_object(log)
}
