# METADATA
# title: API Management accepts TLS older than 1.2
# description: >-
#   SSL 3.0, TLS 1.0 and 1.1 have known breaks, towards callers and towards the services
#   behind.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers
# custom:
#   id: DH_AZURE_APIM_003
#   severity: high
#   group: security
#   provider: azure
#   service: apim
#   resource_types: [azurerm_api_management]
#   attributes:
#     - "security[].frontend_ssl30_enabled"
#     - "security[].frontend_tls10_enabled"
#     - "security[].frontend_tls11_enabled"
#     - "security[].backend_ssl30_enabled"
#     - "security[].backend_tls10_enabled"
#     - "security[].backend_tls11_enabled"
#     - "security[].enable_frontend_ssl30"
#     - "security[].enable_frontend_tls10"
#     - "security[].enable_frontend_tls11"
#     - "security[].enable_backend_ssl30"
#     - "security[].enable_backend_tls10"
#     - "security[].enable_backend_tls11"
#   defaults:
#     "security[].frontend_ssl30_enabled": false
#     "security[].frontend_tls10_enabled": false
#     "security[].frontend_tls11_enabled": false
#     "security[].backend_ssl30_enabled": false
#     "security[].backend_tls10_enabled": false
#     "security[].backend_tls11_enabled": false
#     "security[].enable_frontend_ssl30": false
#     "security[].enable_frontend_tls10": false
#     "security[].enable_frontend_tls11": false
#     "security[].enable_backend_ssl30": false
#     "security[].enable_backend_tls10": false
#     "security[].enable_backend_tls11": false
#   remediation: >-
#     Leave the switches for SSL 3.0, TLS 1.0 and TLS 1.1 of the security block at false.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_apim_old_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: API Management accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_api_management"
	some security in rc.change.after.security
	some protocol in protocols
	security[protocol] == true
]

protocols := [
	"frontend_ssl30_enabled",
	"frontend_tls10_enabled",
	"frontend_tls11_enabled",
	"backend_ssl30_enabled",
	"backend_tls10_enabled",
	"backend_tls11_enabled",
	"enable_frontend_ssl30",
	"enable_frontend_tls10",
	"enable_frontend_tls11",
	"enable_backend_ssl30",
	"enable_backend_tls10",
	"enable_backend_tls11",
]
