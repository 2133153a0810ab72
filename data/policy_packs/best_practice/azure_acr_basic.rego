# METADATA
# title: Container registry is of the Basic tier
# description: >-
#   The Basic tier has the least storage and throughput, and pulls are slowed when many
#   containers start together.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-skus
# custom:
#   id: DH_AZURE_ACR_005
#   severity: low
#   group: best_practice
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [sku]
#   remediation: >-
#     Choose Standard, or Premium where private access or zones are needed.
#   twins: [CKV_AZURE_163]
package dharma.best_practice.azure_acr_basic

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry is of the Basic tier", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	rc.change.after.sku == "Basic"
]
