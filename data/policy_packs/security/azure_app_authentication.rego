# METADATA
# title: Web app does not use App Service authentication
# description: >-
#   Every request reaches the application's own code before anybody knows who sent it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
# custom:
#   id: DH_AZURE_APP_004
#   severity: medium
#   group: security
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["auth_settings_v2[].auth_enabled", "auth_settings[].enabled"]
#   remediation: >-
#     Add auth_settings_v2 { auth_enabled = true } with an identity provider, unless the site
#     is meant for everybody.
#   frameworks:
#     CIS Azure 2.1: ["9.1"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_13, AVD-AZU-0003, azure-appservice-authentication-enabled]
package dharma.security.azure_app_authentication

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app does not use App Service authentication", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not asks(rc)
]

asks(rc) if {
	some settings in rc.change.after.auth_settings
	settings.enabled == true
}

asks(rc) if {
	some settings in rc.change.after.auth_settings_v2
	settings.auth_enabled == true
}
