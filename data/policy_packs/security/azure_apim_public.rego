# METADATA
# title: API Management answers the whole internet
# description: >-
#   APIs and the management endpoint can be found and tried by everybody.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/api-management/private-endpoint
# custom:
#   id: DH_AZURE_APIM_001
#   severity: medium
#   group: security
#   provider: azure
#   service: apim
#   resource_types: [azurerm_api_management]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false with a private endpoint, or put a gateway with
#     a firewall before it.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_174]
package dharma.security.azure_apim_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: API Management answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_api_management"
	not rc.change.after.public_network_access_enabled == false
]
