# METADATA
# title: PostgreSQL flexible server accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the server accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-ssl-tls
# custom:
#   id: DH_AZURE_POSTGRESQL_010
#   severity: high
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_flexible_server_configuration]
#   attributes: [value]
#   remediation: >-
#     Set the value of ssl_min_protocol_version to TLSv1.2.
#   fix:
#     set: {value: TLSv1.2}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_postgresql_flexible_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL flexible server accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_flexible_server_configuration"
	rc.change.after.name == "ssl_min_protocol_version"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) in ["tlsv1", "tlsv1.1"]
]
