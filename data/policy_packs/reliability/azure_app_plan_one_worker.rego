# METADATA
# title: App Service plan has one worker
# description: >-
#   When the only worker is patched, moved or broken, the apps on it are down.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/well-architected/service-guides/app-service-web-apps
# custom:
#   id: DH_AZURE_APP_017
#   severity: low
#   group: reliability
#   provider: azure
#   service: app
#   resource_types: [azurerm_service_plan]
#   attributes: [worker_count]
#   defaults:
#     worker_count: 1
#   remediation: >-
#     Set worker_count to 2 or more.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_212]
package dharma.reliability.azure_app_plan_one_worker

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: App Service plan has one worker", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_service_plan"
	not rc.change.after.sku_name in ["Y1", "FC1"] # Consumption plans scale by themselves
	not several(rc)
]

several(rc) if {
	is_number(rc.change.after.worker_count)
	rc.change.after.worker_count > 1
}
