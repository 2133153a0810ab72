# METADATA
# title: Databricks workspace can be reached through its public endpoint
# description: >-
#   A stolen token or login opens notebooks and data from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/databricks/security/network/classic/private-link
# custom:
#   id: DH_AZURE_DATABRICKS_001
#   severity: medium
#   group: security
#   provider: azure
#   service: databricks
#   resource_types: [azurerm_databricks_workspace]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the workspace (sku premium) private endpoints and set public_network_access_enabled
#     to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_158]
package dharma.security.azure_databricks_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Databricks workspace can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_databricks_workspace"
	not rc.change.after.public_network_access_enabled == false
]
