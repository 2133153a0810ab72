# METADATA
# title: PostgreSQL server does not log connections
# description: >-
#   Nobody can say who tried to log in, from where, and how often.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging
# custom:
#   id: DH_AZURE_POSTGRESQL_005
#   severity: medium
#   group: compliance
#   provider: azure
#   service: postgresql
#   resource_types:
#     - azurerm_postgresql_configuration
#     - azurerm_postgresql_flexible_server_configuration
#   attributes: [value]
#   remediation: >-
#     Set the value of log_connections to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.3"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_31, AVD-AZU-0019, azure-database-postgres-configuration-log-connections]
package dharma.compliance.azure_postgresql_log_connections

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL server does not log connections", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
	rc.change.after.name == "log_connections"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
