# METADATA
# title: Web app may be called by scripts of every site
# description: >-
#   Any page a user has open can call the app in the user's name.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api#enable-cors
# custom:
#   id: DH_AZURE_APP_008
#   severity: medium
#   group: security
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["site_config[].cors[].allowed_origins"]
#   remediation: >-
#     Name the sites in site_config { cors { allowed_origins } } instead of *.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_57]
package dharma.security.azure_app_cors_everybody

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app may be called by scripts of every site", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	some site in rc.change.after.site_config
	some sharing in site.cors
	"*" in sharing.allowed_origins
]
