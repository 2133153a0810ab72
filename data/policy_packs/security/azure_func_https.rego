# METADATA
# title: Function app answers plain HTTP
# description: >-
#   Function keys and data cross the network in clear for whoever calls with http://.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-functions/security-concepts#require-https
# custom:
#   id: DH_AZURE_FUNC_001
#   severity: high
#   group: security
#   provider: azure
#   service: func
#   resource_types:
#     - azurerm_linux_function_app
#     - azurerm_linux_function_app_slot
#     - azurerm_windows_function_app
#     - azurerm_windows_function_app_slot
#   attributes: [https_only, "auth_settings_v2[].require_https"]
#   remediation: >-
#     Set https_only to true, and leave auth_settings_v2 { require_https } at true.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_70, AVD-AZU-0004, azure-appservice-enforce-https]
package dharma.security.azure_func_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Function app answers plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_function_app",
		"azurerm_linux_function_app_slot",
		"azurerm_windows_function_app",
		"azurerm_windows_function_app_slot",
	]
	plain(rc)
]

plain(rc) if {
	not rc.change.after.https_only == true
	not rc.change.after_unknown.https_only == true
}

plain(rc) if {
	some settings in rc.change.after.auth_settings_v2
	settings.require_https == false
}
