# METADATA
# title: Web app has no managed identity
# description: >-
#   Without one the app needs passwords and keys in its settings to reach databases and vaults.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/overview-managed-identity
# custom:
#   id: DH_AZURE_APP_005
#   severity: low
#   group: security
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: [identity]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give the identity the roles it needs.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     CIS Azure 2.1: ["9.4"]
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV_AZURE_16, CKV_AZURE_71, AVD-AZU-0002, azure-appservice-account-identity-registered]
package dharma.security.azure_app_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app has no managed identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
