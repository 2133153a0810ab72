# METADATA
# title: Activity log alert tells nobody
# description: >-
#   The alert is raised and nobody reads the portal at that moment.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups
# custom:
#   id: DH_AZURE_MONITOR_002
#   severity: low
#   group: compliance
#   provider: azure
#   service: monitor
#   resource_types: [azurerm_monitor_activity_log_alert]
#   attributes: [action]
#   remediation: >-
#     Add an action block with an action group.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
package dharma.compliance.azure_monitor_alert_nobody

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Activity log alert tells nobody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_monitor_activity_log_alert"
	not told(rc)
]

told(rc) if {
	some action in rc.change.after.action
	is_object(action)
}
