# METADATA
# title: API Management calls a backend over plain HTTP
# description: >-
#   Callers are protected up to the gateway; behind it everything is in clear.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/api-management/backends
# custom:
#   id: DH_AZURE_APIM_004
#   severity: high
#   group: security
#   provider: azure
#   service: apim
#   resource_types: [azurerm_api_management_backend]
#   attributes: [url]
#   remediation: >-
#     Give url an https:// address.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_215]
package dharma.security.azure_apim_backend_http

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: API Management calls a backend over plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_api_management_backend"
	is_string(rc.change.after.url)
	startswith(rc.change.after.url, "http://")
]
