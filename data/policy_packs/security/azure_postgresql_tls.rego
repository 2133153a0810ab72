# METADATA
# title: PostgreSQL single server accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the server accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/previous-versions/azure/postgresql/single-server/concepts-ssl-connection-security
# custom:
#   id: DH_AZURE_POSTGRESQL_012
#   severity: high
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_server]
#   attributes: [ssl_minimal_tls_version_enforced]
#   remediation: >-
#     Set ssl_minimal_tls_version_enforced to TLS1_2 (the provider's default).
#   fix:
#     set: {ssl_minimal_tls_version_enforced: TLS1_2}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [AVD-AZU-0026, azure-database-secure-tls-policy]
package dharma.security.azure_postgresql_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL single server accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_server"
	rc.change.after.ssl_minimal_tls_version_enforced in ["TLS1_0", "TLS1_1", "TLSEnforcementDisabled"]
]
