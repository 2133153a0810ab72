# METADATA
# title: App Service plan is of a tier for trials
# description: >-
#   Free, Shared and Basic plans have no slots, no automatic scaling and little or no service
#   level.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/overview-hosting-plans
# custom:
#   id: DH_AZURE_APP_018
#   severity: low
#   group: reliability
#   provider: azure
#   service: app
#   resource_types: [azurerm_service_plan]
#   attributes: [sku_name]
#   remediation: >-
#     Choose a Standard or Premium plan for production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_211]
package dharma.reliability.azure_app_plan_trial_tier

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: App Service plan is of a tier for trials", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_service_plan"
	rc.change.after.sku_name in ["F1", "D1", "B1", "B2", "B3"]
]
