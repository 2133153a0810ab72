# METADATA
# title: Synapse workspace has no managed virtual network
# description: >-
#   Its machines then share a network with those of others, and reach data sources only over
#   public endpoints; it can be chosen only when the workspace is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/security/synapse-workspace-managed-vnet
# custom:
#   id: DH_AZURE_SYNAPSE_001
#   severity: medium
#   group: security
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_workspace]
#   attributes: [managed_virtual_network_enabled]
#   remediation: >-
#     Set managed_virtual_network_enabled to true (a new workspace replaces the old one).
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_58, AVD-AZU-0034, azure-synapse-virtual-network-enabled]
package dharma.security.azure_synapse_managed_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse workspace has no managed virtual network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_workspace"
	not rc.change.after.managed_virtual_network_enabled == true
]
