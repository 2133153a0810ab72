# METADATA
# title: PostgreSQL single server accepts unencrypted connections
# description: >-
#   Passwords and rows cross the network in clear.
# related_resources:
#   - ref: https://learn.microsoft.com/previous-versions/azure/postgresql/single-server/concepts-ssl-connection-security
# custom:
#   id: DH_AZURE_POSTGRESQL_011
#   severity: high
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_server]
#   attributes: [ssl_enforcement_enabled]
#   remediation: >-
#     Set ssl_enforcement_enabled to true.
#   fix:
#     set: {ssl_enforcement_enabled: true}
#   frameworks:
#     CIS Azure 2.1: ["4.3.1"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_29, AVD-AZU-0020, azure-database-enable-ssl-enforcement]
package dharma.security.azure_postgresql_ssl

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL single server accepts unencrypted connections", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_server"
	not rc.change.after.ssl_enforcement_enabled == true
]
