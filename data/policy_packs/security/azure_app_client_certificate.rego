# METADATA
# title: Web app asks its callers for no certificate
# description: >-
#   Anybody who reaches the address may talk to the app; a client certificate lets only known
#   programs in.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth
# custom:
#   id: DH_AZURE_APP_003
#   severity: low
#   group: security
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: [client_certificate_enabled]
#   remediation: >-
#     Set client_certificate_enabled to true where the callers are programs of yours.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_17, AVD-AZU-0001, azure-appservice-require-client-cert]
package dharma.security.azure_app_client_certificate

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app asks its callers for no certificate", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not rc.change.after.client_certificate_enabled == true
]
