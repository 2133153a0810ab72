# METADATA
# title: Storage account encrypts its data only once
# description: >-
#   Infrastructure encryption adds a second layer with another algorithm and key; it can be
#   chosen only when the account is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable
# custom:
#   id: DH_AZURE_STORAGE_011
#   severity: low
#   group: compliance
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [infrastructure_encryption_enabled]
#   remediation: >-
#     Set infrastructure_encryption_enabled to true (a new account replaces the old one).
#   frameworks:
#     CIS Azure 2.1: ["3.2"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
package dharma.compliance.azure_storage_double_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account encrypts its data only once", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.infrastructure_encryption_enabled == true
]
