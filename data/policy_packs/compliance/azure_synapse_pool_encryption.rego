# METADATA
# title: Synapse SQL pool stores its data unencrypted
# description: >-
#   Files and backups are readable to whoever gets hold of them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/sql-data-warehouse/sql-data-warehouse-encryption-tde
# custom:
#   id: DH_AZURE_SYNAPSE_004
#   severity: high
#   group: compliance
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_sql_pool]
#   attributes: [data_encrypted]
#   remediation: >-
#     Set data_encrypted to true.
#   fix:
#     set: {data_encrypted: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_241]
package dharma.compliance.azure_synapse_pool_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse SQL pool stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_sql_pool"
	not rc.change.after.data_encrypted == true
]
