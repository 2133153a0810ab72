# METADATA
# title: Container registry is not spread over zones
# description: >-
#   When one data centre fails, no new container can start for want of its image.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/zone-redundancy
# custom:
#   id: DH_AZURE_ACR_003
#   severity: low
#   group: reliability
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [zone_redundancy_enabled, "georeplications[].zone_redundancy_enabled"]
#   remediation: >-
#     Set zone_redundancy_enabled to true on the registry and on each of georeplications
#     (Premium).
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_233]
package dharma.reliability.azure_acr_zones

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry is not spread over zones", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	in_one_zone(rc)
]

in_one_zone(rc) if {
	not rc.change.after.zone_redundancy_enabled == true
	not rc.change.after_unknown.zone_redundancy_enabled == true
}

in_one_zone(rc) if {
	some replica in rc.change.after.georeplications
	replica.zone_redundancy_enabled == false
}

in_one_zone(rc) if {
	some replica in rc.change.after.georeplications
	replica.zone_redundancy_enabled == null
}
