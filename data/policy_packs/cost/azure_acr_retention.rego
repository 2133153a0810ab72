# METADATA
# title: Container registry never removes untagged images
# description: >-
#   Every push of a tag leaves the image before it behind, paid for and with its holes.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy
# custom:
#   id: DH_AZURE_ACR_004
#   severity: low
#   group: cost
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [retention_policy_in_days]
#   remediation: >-
#     Set retention_policy_in_days (Premium), or purge with a registry task.
#   twins: [CKV_AZURE_167]
package dharma.cost.azure_acr_retention

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry never removes untagged images", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	not cleaned(rc)
]

cleaned(rc) if {
	is_number(rc.change.after.retention_policy_in_days)
	rc.change.after.retention_policy_in_days >= 0
}
