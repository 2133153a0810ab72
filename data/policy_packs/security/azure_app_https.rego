# METADATA
# title: Web app answers plain HTTP
# description: >-
#   Sessions, passwords and data cross the network in clear for whoever follows an old link.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-https
# custom:
#   id: DH_AZURE_APP_001
#   severity: high
#   group: security
#   provider: azure
#   service: app
#   resource_types:
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_web_app_slot
#     - azurerm_windows_web_app_slot
#   attributes: [https_only]
#   remediation: >-
#     Set https_only to true.
#   fix:
#     set: {https_only: true}
#   frameworks:
#     CIS Azure 2.1: ["9.2"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_14, CKV_AZURE_153]
package dharma.security.azure_app_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Web app answers plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_web_app",
		"azurerm_windows_web_app",
		"azurerm_linux_web_app_slot",
		"azurerm_windows_web_app_slot",
	]
	not rc.change.after.https_only == true
]
