# METADATA
# title: PostgreSQL single server encrypts its data only once
# description: >-
#   Infrastructure encryption adds a second layer with another key; it can be chosen only when
#   the server is made.
# related_resources:
#   - ref: https://learn.microsoft.com/previous-versions/azure/postgresql/single-server/concepts-infrastructure-double-encryption
# custom:
#   id: DH_AZURE_POSTGRESQL_015
#   severity: low
#   group: compliance
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_server]
#   attributes: [infrastructure_encryption_enabled]
#   remediation: >-
#     Set infrastructure_encryption_enabled to true (a new server replaces the old one).
#   frameworks:
#     CIS Azure 2.1: ["4.3.8"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_130]
package dharma.compliance.azure_postgresql_double_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL single server encrypts its data only once", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_server"
	not rc.change.after.infrastructure_encryption_enabled == true
]
