# METADATA
# title: Web app answers the whole internet
# description: >-
#   An app for the house's own people need not be found by everybody else.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/overview-access-restrictions
# custom:
#   id: DH_AZURE_APP_015
#   severity: low
#   group: security
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and add a private endpoint, unless the site is
#     meant for everybody.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_222]
package dharma.security.azure_app_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not rc.change.after.public_network_access_enabled == false
]
