# METADATA
# title: Synapse Spark pool shares its machines with other customers
# description: >-
#   Isolated compute reserves the physical machine; some rules for very sensitive data ask for
#   it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/synapse-analytics/spark/apache-spark-pool-configurations
# custom:
#   id: DH_AZURE_SYNAPSE_005
#   severity: low
#   group: compliance
#   provider: azure
#   service: synapse
#   resource_types: [azurerm_synapse_spark_pool]
#   attributes: [compute_isolation_enabled]
#   remediation: >-
#     Set compute_isolation_enabled to true and node_size to XXXLarge where the rules ask for
#     it.
#   frameworks:
#     NIST 800-53 r5: ["SC-39"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AZURE_242]
package dharma.compliance.azure_synapse_isolated_compute

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Synapse Spark pool shares its machines with other customers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_synapse_spark_pool"
	not rc.change.after.compute_isolation_enabled == true
]
