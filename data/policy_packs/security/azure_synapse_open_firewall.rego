# METADATA
# title: Synapse firewall lets in the whole Internet
# description: >-
#   Only a password stands between the data and every robot that scans database ports.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/security/synapse-workspace-ip-firewall
# custom:
#   id: DH_AZURE_SYNAPSE_008
#   severity: critical
#   group: security
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_firewall_rule]
#   attributes: [start_ip_address, end_ip_address]
#   remediation: >-
#     Name the addresses that need the workspace, or use private endpoints and no firewall rule.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_synapse_open_firewall

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse firewall lets in the whole Internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_firewall_rule"
	rc.change.after.start_ip_address in ["0.0.0.0", "0.0.0.1"]
	rc.change.after.end_ip_address == "255.255.255.255"
]
