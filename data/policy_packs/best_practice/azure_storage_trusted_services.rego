# METADATA
# title: Storage account's firewall shuts out trusted Azure services
# description: >-
#   Backup, monitoring and event delivery of Azure work from outside the named networks; without
#   the exception they fail without being noticed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services
# custom:
#   id: DH_AZURE_STORAGE_007
#   severity: low
#   group: best_practice
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account, azurerm_storage_account_network_rules]
#   attributes: ["network_rules[].bypass", bypass]
#   defaults:
#     network_rules: []
#     "network_rules[].bypass": [AzureServices]
#     bypass: [AzureServices]
#   remediation: >-
#     Add AzureServices to bypass.
#   frameworks:
#     CIS Azure 2.1: ["3.9"]
#     NIST 800-53 r5: ["AC-4"]
#   twins: [CKV_AZURE_36, AVD-AZU-0010, azure-storage-allow-microsoft-service-bypass]
package dharma.best_practice.azure_storage_trusted_services

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account's firewall shuts out trusted Azure services", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	shuts_out(rc)
]

shuts_out(rc) if {
	rc.type == "azurerm_storage_account"
	some rules in rc.change.after.network_rules
	without_exception(rules.default_action, rules.bypass)
}

shuts_out(rc) if {
	rc.type == "azurerm_storage_account_network_rules"
	without_exception(rc.change.after.default_action, rc.change.after.bypass)
}

without_exception(action, bypass) if {
	action == "Deny"
	some exception in bypass
	is_string(exception)
	not "AzureServices" in bypass
}
