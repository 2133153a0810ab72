# METADATA
# title: Synapse SQL pool does not watch for attacks
# description: >-
#   Injection attempts and unusual logins stay unnoticed without a security alert policy.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview
# custom:
#   id: DH_AZURE_SYNAPSE_007
#   severity: medium
#   group: security
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_sql_pool]
#   related: {azurerm_synapse_sql_pool_security_alert_policy: sql_pool_id}
#   remediation: >-
#     Add azurerm_synapse_sql_pool_security_alert_policy with policy_state Enabled.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["11.5.1"]
#   twins: [CKV2_AZURE_51]
package dharma.security.azure_synapse_pool_threats

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse SQL pool does not watch for attacks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_sql_pool"
	not accompanied(rc)
]

accompanied(rc) if {
	some other in related.of(rc, "azurerm_synapse_sql_pool_security_alert_policy")
	other.change.after.policy_state == "Enabled"
}
