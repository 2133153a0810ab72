# METADATA
# title: Container registry answers the whole internet
# description: >-
#   A leaked token pulls or pushes images from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-private-link
# custom:
#   id: DH_AZURE_ACR_002
#   severity: medium
#   group: security
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false (Premium) and add a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_139]
package dharma.security.azure_acr_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	not rc.change.after.public_network_access_enabled == false
]
