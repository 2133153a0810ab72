# METADATA
# title: PostgreSQL server does not slow down repeated failed logins
# description: >-
#   Passwords can be tried as fast as the server answers.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging
# custom:
#   id: DH_AZURE_POSTGRESQL_007
#   severity: medium
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types:
#     - azurerm_postgresql_configuration
#     - azurerm_postgresql_flexible_server_configuration
#   attributes: [value]
#   remediation: >-
#     Set the value of connection_throttle.enable to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.5"]
#     NIST 800-53 r5: ["AC-7"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.4"]
#   twins: [CKV_AZURE_32, AVD-AZU-0021, azure-database-postgres-configuration-connection-throttling]
package dharma.security.azure_postgresql_throttling

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL server does not slow down repeated failed logins", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
	rc.change.after.name in ["connection_throttling", "connection_throttle.enable"]
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
