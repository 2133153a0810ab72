# METADATA
# title: Data Explorer cluster encrypts its data only once
# description: >-
#   Infrastructure encryption adds a second layer with another algorithm and key; it can be
#   chosen only when the cluster is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-explorer/cluster-encryption-double
# custom:
#   id: DH_AZURE_KUSTO_002
#   severity: low
#   group: compliance
#   provider: azure
#   service: kusto
#   resource_types: [azurerm_kusto_cluster]
#   attributes: [double_encryption_enabled]
#   remediation: >-
#     Set double_encryption_enabled to true (a new cluster replaces the old one).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_75]
package dharma.compliance.azure_kusto_double_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data Explorer cluster encrypts its data only once", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kusto_cluster"
	not rc.change.after.double_encryption_enabled == true
]
