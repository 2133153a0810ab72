# METADATA
# title: Activity log alert is switched off
# description: >-
#   What it was made to notice goes unnoticed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#activity-log-alerts
# custom:
#   id: DH_AZURE_MONITOR_001
#   severity: medium
#   group: compliance
#   provider: azure
#   service: monitor
#   resource_types: [azurerm_monitor_activity_log_alert]
#   attributes: [enabled]
#   remediation: >-
#     Set enabled to true (the default).
#   fix:
#     set: {enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
package dharma.compliance.azure_monitor_alert_off

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Activity log alert is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_monitor_activity_log_alert"
	rc.change.after.enabled == false
]
