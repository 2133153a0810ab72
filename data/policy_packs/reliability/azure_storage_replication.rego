# METADATA
# title: Storage account keeps its data in one region only
# description: >-
#   A region that is down, or lost, takes every copy of the data along.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-redundancy
# custom:
#   id: DH_AZURE_STORAGE_013
#   severity: low
#   group: reliability
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [account_replication_type]
#   remediation: >-
#     Set account_replication_type to GRS, RAGRS, GZRS or RAGZRS where the data is needed while
#     a region is down.
#   frameworks:
#     NIST 800-53 r5: ["CP-6", "CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AZURE_206]
package dharma.reliability.azure_storage_replication

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account keeps its data in one region only", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.account_replication_type in ["GRS", "RAGRS", "GZRS", "RAGZRS"]
]
