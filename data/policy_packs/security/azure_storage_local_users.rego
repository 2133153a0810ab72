# METADATA
# title: Storage account allows local users for SFTP
# description: >-
#   Local users exist only in the account, with a password or key of their own: no conditional
#   access, no second factor, no central removal.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support
# custom:
#   id: DH_AZURE_STORAGE_014
#   severity: medium
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [local_user_enabled]
#   remediation: >-
#     Set local_user_enabled to false where SFTP is not needed.
#   frameworks:
#     NIST 800-53 r5: ["AC-2", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.4.2"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_244]
package dharma.security.azure_storage_local_users

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account allows local users for SFTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	rc.change.after.is_hns_enabled == true
	not rc.change.after.local_user_enabled == false
]
