# METADATA
# title: Data Explorer cluster does not encrypt the disks of its machines
# description: >-
#   The platform encrypts managed disks, but not the temporary disks and caches on which the
#   cluster keeps its hot data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-explorer/cluster-encryption-disk
# custom:
#   id: DH_AZURE_KUSTO_001
#   severity: medium
#   group: compliance
#   provider: azure
#   service: kusto
#   resource_types: [azurerm_kusto_cluster]
#   attributes: [disk_encryption_enabled]
#   remediation: >-
#     Set disk_encryption_enabled to true.
#   fix:
#     set: {disk_encryption_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_74]
package dharma.compliance.azure_kusto_disk_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data Explorer cluster does not encrypt the disks of its machines", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kusto_cluster"
	not rc.change.after.disk_encryption_enabled == true
]
