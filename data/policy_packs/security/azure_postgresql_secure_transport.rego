# METADATA
# title: PostgreSQL flexible server accepts unencrypted connections
# description: >-
#   Passwords and rows cross the network in clear.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-ssl-tls
# custom:
#   id: DH_AZURE_POSTGRESQL_009
#   severity: high
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_flexible_server_configuration]
#   attributes: [value]
#   remediation: >-
#     Set the value of require_secure_transport to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.1"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_postgresql_secure_transport

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL flexible server accepts unencrypted connections", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_flexible_server_configuration"
	rc.change.after.name == "require_secure_transport"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
