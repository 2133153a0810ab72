# METADATA
# title: Flow log is not sent to Log Analytics
# description: >-
#   Flows in a storage account are files that nobody reads; Traffic Analytics makes them
#   searchable and raises alerts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/network-watcher/traffic-analytics
# custom:
#   id: DH_AZURE_NETWORK_002
#   severity: low
#   group: compliance
#   provider: azure
#   service: network
#   resource_types: [azurerm_network_watcher_flow_log]
#   attributes: ["traffic_analytics[].enabled"]
#   remediation: >-
#     Add a traffic_analytics block with a workspace.
#   frameworks:
#     CIS Azure 2.1: ["5.1.5"]
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
package dharma.compliance.azure_network_flow_log_analytics

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Flow log is not sent to Log Analytics", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_network_watcher_flow_log"
	not analysed(rc)
]

analysed(rc) if {
	some analytics in rc.change.after.traffic_analytics
	analytics.enabled == true
}
