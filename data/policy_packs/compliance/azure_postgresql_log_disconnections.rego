# METADATA
# title: PostgreSQL server does not log when sessions end
# description: >-
#   Without the end nobody can say how long an intruder was in.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging
# custom:
#   id: DH_AZURE_POSTGRESQL_006
#   severity: low
#   group: compliance
#   provider: azure
#   service: postgresql
#   resource_types:
#     - azurerm_postgresql_configuration
#     - azurerm_postgresql_flexible_server_configuration
#   attributes: [value]
#   remediation: >-
#     Set the value of log_disconnections to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.4"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
package dharma.compliance.azure_postgresql_log_disconnections

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL server does not log when sessions end", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
	rc.change.after.name == "log_disconnections"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
