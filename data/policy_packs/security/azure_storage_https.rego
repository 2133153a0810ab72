# METADATA
# title: Storage account answers plain HTTP
# description: >-
#   Keys, tokens and data cross the network in clear when a client uses http://, and nobody
#   notices.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer
# custom:
#   id: DH_AZURE_STORAGE_001
#   severity: high
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [https_traffic_only_enabled]
#   remediation: >-
#     Set https_traffic_only_enabled to true (the provider's default).
#   fix:
#     set: {https_traffic_only_enabled: true}
#   frameworks:
#     CIS Azure 2.1: ["3.1"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_3, AVD-AZU-0008, azure-storage-enforce-https]
package dharma.security.azure_storage_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account answers plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	rc.change.after.https_traffic_only_enabled == false
]
