# METADATA
# title: Search service's firewall lets in the whole Internet
# description: >-
#   A list of allowed addresses that holds 0.0.0.0/0 keeps nobody out, and looks as if it did.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/search/service-configure-firewall
# custom:
#   id: DH_AZURE_SEARCH_002
#   severity: high
#   group: security
#   provider: azure
#   service: search
#   resource_types: [azurerm_search_service]
#   attributes: [allowed_ips]
#   remediation: >-
#     Name the addresses that need the service.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_210]
package dharma.security.azure_search_open_firewall

import data.dharma.lib.network
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Search service's firewall lets in the whole Internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_search_service"
	some address in rc.change.after.allowed_ips
	network.anywhere(address)
]
