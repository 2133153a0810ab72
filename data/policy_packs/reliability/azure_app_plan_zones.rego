# METADATA
# title: App Service plan is not spread over zones
# description: >-
#   All instances stand in one data centre and go down with it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/reliability/reliability-app-service
# custom:
#   id: DH_AZURE_APP_016
#   severity: low
#   group: reliability
#   provider: azure
#   service: app
#   resource_types: [azurerm_service_plan]
#   attributes: [zone_balancing_enabled]
#   remediation: >-
#     Set zone_balancing_enabled to true with a Premium plan and two workers or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_225]
package dharma.reliability.azure_app_plan_zones

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: App Service plan is not spread over zones", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_service_plan"
	not rc.change.after.sku_name in ["Y1", "FC1"] # Consumption plans scale by themselves
	not rc.change.after.zone_balancing_enabled == true
]
