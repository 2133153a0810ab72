# METADATA
# title: PostgreSQL server does not log checkpoints
# description: >-
#   Checkpoints tell when data reached the disk and how hard the server writes: what is needed
#   after a crash or a slow night.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging
# custom:
#   id: DH_AZURE_POSTGRESQL_004
#   severity: low
#   group: compliance
#   provider: azure
#   service: postgresql
#   resource_types:
#     - azurerm_postgresql_configuration
#     - azurerm_postgresql_flexible_server_configuration
#   attributes: [value]
#   remediation: >-
#     Set the value of log_checkpoints to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.2"]
#     NIST 800-53 r5: ["AU-12"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AZURE_30, AVD-AZU-0024, azure-database-postgres-configuration-log-checkpoints]
package dharma.compliance.azure_postgresql_log_checkpoints

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL server does not log checkpoints", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
	rc.change.after.name == "log_checkpoints"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
