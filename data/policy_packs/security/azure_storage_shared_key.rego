# METADATA
# title: Storage account can be used with its account keys
# description: >-
#   An account key allows everything, has no owner and no expiry, and leaves no name in the
#   logs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent
# custom:
#   id: DH_AZURE_STORAGE_005
#   severity: medium
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [shared_access_key_enabled]
#   remediation: >-
#     Move clients to Microsoft Entra ID roles, then set shared_access_key_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-6", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.2"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV2_AZURE_40]
package dharma.security.azure_storage_shared_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account can be used with its account keys", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.shared_access_key_enabled == false
]
