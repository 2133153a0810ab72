# METADATA
# title: App accepts deployments over plain FTP
# description: >-
#   The deployment password crosses the network in clear, and with it the right to replace the
#   code.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/deploy-ftp#enforce-ftps
# custom:
#   id: DH_AZURE_APP_006
#   severity: high
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
#   attributes: ["site_config[].ftps_state"]
#   remediation: >-
#     Set site_config { ftps_state = "Disabled" } (the default), or FtpsOnly.
#   fix:
#     set: {"site_config[].ftps_state": FtpsOnly}
#   frameworks:
#     CIS Azure 2.1: ["9.9"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_app_ftp

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: App accepts deployments over plain FTP", [address])
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
	site.ftps_state == "AllAllowed"
]
