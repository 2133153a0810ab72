# METADATA
# title: Web app is put to sleep when nobody calls
# description: >-
#   The first caller after a pause waits for the app to start, and background work stops.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/configure-common#configure-general-settings
# custom:
#   id: DH_AZURE_APP_011
#   severity: low
#   group: reliability
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["site_config[].always_on"]
#   remediation: >-
#     Leave site_config { always_on } at true, its default; the plan must be Basic or above.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_214]
package dharma.reliability.azure_app_always_on

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app is put to sleep when nobody calls", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	some site in rc.change.after.site_config
	site.always_on == false
]
