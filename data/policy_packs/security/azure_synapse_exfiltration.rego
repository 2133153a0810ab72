# METADATA
# title: Synapse workspace may send data to any tenant
# description: >-
#   Without data exfiltration protection a notebook can copy the data to an account of somebody
#   else; it can be chosen only when the workspace is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/security/workspace-data-exfiltration-protection
# custom:
#   id: DH_AZURE_SYNAPSE_002
#   severity: medium
#   group: security
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_workspace]
#   attributes: [data_exfiltration_protection_enabled]
#   remediation: >-
#     Set data_exfiltration_protection_enabled and managed_virtual_network_enabled to true (a
#     new workspace replaces the old one).
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["1.3.2"]
#     HIPAA: ["164.312(e)(1)"]
#   twins: [CKV_AZURE_157]
package dharma.security.azure_synapse_exfiltration

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse workspace may send data to any tenant", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_workspace"
	not rc.change.after.data_exfiltration_protection_enabled == true
]
