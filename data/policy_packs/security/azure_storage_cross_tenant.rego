# METADATA
# title: Storage account lets its blobs be replicated to other tenants
# description: >-
#   Whoever may write a replication policy can copy the data out of the organisation, object by
#   object, without a download in any log.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies
# custom:
#   id: DH_AZURE_STORAGE_016
#   severity: medium
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [cross_tenant_replication_enabled]
#   remediation: >-
#     Set cross_tenant_replication_enabled to false (the provider's default).
#   fix:
#     set: {cross_tenant_replication_enabled: false}
#   frameworks:
#     CIS Azure 2.1: ["3.16"]
#     NIST 800-53 r5: ["AC-4", "AC-21"]
#     SOC 2: ["CC6.7"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_storage_cross_tenant

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account lets its blobs be replicated to other tenants", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	rc.change.after.cross_tenant_replication_enabled == true
]
