# METADATA
# title: App can be debugged from afar
# description: >-
#   A debugger stops the app, reads its memory and changes it; its ports are open as long as
#   this is on.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/troubleshoot-dotnet-visual-studio#remotedebug
# custom:
#   id: DH_AZURE_APP_007
#   severity: medium
#   group: security
#   provider: azure
#   service: app
#   resource_types:
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_web_app_slot
#     - azurerm_windows_web_app_slot
#     - azurerm_linux_function_app
#     - azurerm_linux_function_app_slot
#     - azurerm_windows_function_app
#     - azurerm_windows_function_app_slot
#   attributes: ["site_config[].remote_debugging_enabled"]
#   remediation: >-
#     Set site_config { remote_debugging_enabled = false }.
#   fix:
#     set: {"site_config[].remote_debugging_enabled": false}
#   frameworks:
#     NIST 800-53 r5: ["CM-7"]
#     PCI DSS 4.0.1: ["2.2.4"]
#   twins: [CKV_AZURE_72]
package dharma.security.azure_app_remote_debugging

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: App can be debugged from afar", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_web_app",
		"azurerm_windows_web_app",
		"azurerm_linux_web_app_slot",
		"azurerm_windows_web_app_slot",
		"azurerm_linux_function_app",
		"azurerm_linux_function_app_slot",
		"azurerm_windows_function_app",
		"azurerm_windows_function_app_slot",
	]
	some site in rc.change.after.site_config
	site.remote_debugging_enabled == true
]
