# METADATA
# title: Container registry has no data endpoint of its own
# description: >-
#   Clients must be allowed to reach every storage account of the region, through which data
#   can also leave.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints
# custom:
#   id: DH_AZURE_ACR_007
#   severity: low
#   group: security
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [data_endpoint_enabled]
#   remediation: >-
#     Set data_endpoint_enabled to true (Premium).
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_237]
package dharma.security.azure_acr_data_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry has no data endpoint of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	not rc.change.after.data_endpoint_enabled == true
]
