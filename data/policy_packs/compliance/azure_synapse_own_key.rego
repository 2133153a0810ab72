# METADATA
# title: Synapse workspace is encrypted with a key of Microsoft's
# description: >-
#   Only a key of your own can be rotated, revoked and audited by you.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/security/workspaces-encryption
# custom:
#   id: DH_AZURE_SYNAPSE_003
#   severity: low
#   group: compliance
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_workspace]
#   attributes: [customer_managed_key]
#   remediation: >-
#     Add customer_managed_key { key_name, key_versionless_id }; it can be chosen only when the
#     workspace is made.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_240]
package dharma.compliance.azure_synapse_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse workspace is encrypted with a key of Microsoft's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_workspace"
	not own_key(rc)
]

own_key(rc) if {
	some key in rc.change.after.customer_managed_key
	is_object(key)
}
