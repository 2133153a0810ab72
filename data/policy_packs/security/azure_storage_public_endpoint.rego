# METADATA
# title: Storage account can be reached through its public endpoint
# description: >-
#   Everybody who finds or steals a key, a signature or a login can use it from anywhere,
#   because the endpoint answers outside the virtual network too.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-network-security
# custom:
#   id: DH_AZURE_STORAGE_003
#   severity: medium
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Give the account a private endpoint and set public_network_access_enabled to false.
#   frameworks:
#     CIS Azure 2.1: ["3.7"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_59]
package dharma.security.azure_storage_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.public_network_access_enabled == false
]
