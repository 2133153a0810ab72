# METADATA
# title: Storage container can be read by everybody without a login
# description: >-
#   Public containers are listed and searched by robots; backups and exports are the usual find.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure
# custom:
#   id: DH_AZURE_STORAGE_017
#   severity: critical
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_container]
#   attributes: [container_access_type]
#   remediation: >-
#     Set container_access_type to private.
#   fix:
#     set: {container_access_type: private}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_34, AVD-AZU-0007, azure-storage-no-public-access]
package dharma.security.azure_storage_public_container

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Storage container can be read by everybody without a login", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_container"
	rc.change.after.container_access_type in ["blob", "container"]
]
