# METADATA
# title: Flow log is off or kept for less than 90 days
# description: >-
#   Intrusions are often found after months; by then the record of who talked to whom is gone.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-overview
# custom:
#   id: DH_AZURE_NETWORK_001
#   severity: medium
#   group: compliance
#   provider: azure
#   service: network
#   resource_types: [azurerm_network_watcher_flow_log]
#   attributes: ["retention_policy[].days", "retention_policy[].enabled", enabled]
#   remediation: >-
#     Set enabled to true and retention_policy { enabled = true, days = 90 } (0 keeps them for
#     ever).
#   fix:
#     set: {enabled: true, "retention_policy[].enabled": true, "retention_policy[].days": 90}
#   frameworks:
#     CIS Azure 2.1: ["6.5"]
#     NIST 800-53 r5: ["AU-11"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.5.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_12, AVD-AZU-0049, azure-network-retention-policy-set]
package dharma.compliance.azure_network_flow_log_retention

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Flow log is off or kept for less than 90 days", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_network_watcher_flow_log"
	lost(rc)
]

lost(rc) if rc.change.after.enabled == false

lost(rc) if {
	some policy in rc.change.after.retention_policy
	policy.enabled == false
}

# No days at all are kept for ever.
lost(rc) if {
	some policy in rc.change.after.retention_policy
	is_number(policy.days)
	policy.days > 0
	policy.days < 90
}
