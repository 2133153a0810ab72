# METADATA
# title: Web app has no health check
# description: >-
#   Requests go on being sent to an instance that has stopped working.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/monitor-instances-health-check
# custom:
#   id: DH_AZURE_APP_010
#   severity: medium
#   group: reliability
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["site_config[].health_check_path"]
#   remediation: >-
#     Set site_config { health_check_path } to a page that answers 200 when the app works.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_213]
package dharma.reliability.azure_app_health_check

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app has no health check", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not checked(rc)
]

checked(rc) if {
	some site in rc.change.after.site_config
	is_string(site.health_check_path)
	site.health_check_path != ""
}
