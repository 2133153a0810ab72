# METADATA
# title: Web app accepts TLS older than 1.2
# description: >-
#   TLS 1.0 and 1.1 have known breaks and are no longer accepted by browsers and auditors.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/overview-tls
# custom:
#   id: DH_AZURE_APP_002
#   severity: high
#   group: security
#   provider: azure
#   service: app
#   resource_types:
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_web_app_slot
#     - azurerm_windows_web_app_slot
#   attributes: ["site_config[].minimum_tls_version"]
#   remediation: >-
#     Set site_config { minimum_tls_version = "1.2" } (the default) or 1.3.
#   fix:
#     set: {"site_config[].minimum_tls_version": "1.2"}
#   frameworks:
#     CIS Azure 2.1: ["9.3"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_15, AVD-AZU-0006, azure-appservice-use-secure-tls-policy]
package dharma.security.azure_app_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Web app accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_web_app",
		"azurerm_windows_web_app",
		"azurerm_linux_web_app_slot",
		"azurerm_windows_web_app_slot",
	]
	some site in rc.change.after.site_config
	site.minimum_tls_version in ["1.0", "1.1"]
]
