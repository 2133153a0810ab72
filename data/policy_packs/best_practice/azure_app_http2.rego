# METADATA
# title: Web app does not speak HTTP/2
# description: >-
#   HTTP/2 sends many answers over one connection and is faster for everybody.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/configure-common#configure-general-settings
# custom:
#   id: DH_AZURE_APP_009
#   severity: low
#   group: best_practice
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["site_config[].http2_enabled"]
#   remediation: >-
#     Set site_config { http2_enabled = true }.
#   fix:
#     set: {"site_config[].http2_enabled": true}
#   frameworks:
#     CIS Azure 2.1: ["9.8"]
#   twins: [CKV_AZURE_18, AVD-AZU-0005, azure-appservice-enable-http2]
package dharma.best_practice.azure_app_http2

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app does not speak HTTP/2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not set(rc)
]

set(rc) if {
	some site in rc.change.after.site_config
	site.http2_enabled == true
}
