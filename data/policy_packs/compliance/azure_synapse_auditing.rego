# METADATA
# title: Synapse workspace keeps no audit log
# description: >-
#   Nobody can say afterwards who read or changed which data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/auditing-overview
# custom:
#   id: DH_AZURE_SYNAPSE_006
#   severity: medium
#   group: compliance
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_workspace]
#   related: {azurerm_synapse_workspace_extended_auditing_policy: synapse_workspace_id}
#   remediation: >-
#     Add azurerm_synapse_workspace_extended_auditing_policy.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV2_AZURE_53]
package dharma.compliance.azure_synapse_auditing

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse workspace keeps no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_workspace"
	not accompanied(rc)
]

accompanied(rc) if {
	some other in related.of(rc, "azurerm_synapse_workspace_extended_auditing_policy")
	is_object(other)
}
