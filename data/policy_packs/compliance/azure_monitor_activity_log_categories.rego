# METADATA
# title: Subscription's activity log leaves categories out
# description: >-
#   Changes, alerts, policy decisions or security events of the subscription are not kept.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
# custom:
#   id: DH_AZURE_MONITOR_003
#   severity: medium
#   group: compliance
#   provider: azure
#   service: monitor
#   resource_types: [azurerm_monitor_diagnostic_setting]
#   attributes: ["enabled_log[].category"]
#   remediation: >-
#     Enable the categories Administrative, Alert, Policy and Security.
#   frameworks:
#     CIS Azure 2.1: ["5.1.2"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
package dharma.compliance.azure_monitor_activity_log_categories

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subscription's activity log leaves categories out", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_monitor_diagnostic_setting"
	is_string(rc.change.after.target_resource_id)
	regex.match(`^/subscriptions/[^/]+/?$`, rc.change.after.target_resource_id)
	some category in ["Administrative", "Alert", "Policy", "Security"]
	not enabled(rc, category)
]

enabled(rc, category) if {
	some log in rc.change.after.enabled_log
	log.category == category
}

enabled(rc, _) if {
	some log in rc.change.after.enabled_log
	log.category_group in ["allLogs", "audit"]
}

# Only apply will tell.
enabled(rc, _) if {
	some log in rc.change.after_unknown.enabled_log
	log.category == true
}
