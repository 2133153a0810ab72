# METADATA
# title: Search service can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals a key can read every index from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/search/service-create-private-endpoint
# custom:
#   id: DH_AZURE_SEARCH_001
#   severity: medium
#   group: security
#   provider: azure
#   service: search
#   resource_types: [azurerm_search_service]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the service a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_124]
package dharma.security.azure_search_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Search service can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_search_service"
	not rc.change.after.public_network_access_enabled == false
]
