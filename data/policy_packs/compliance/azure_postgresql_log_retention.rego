# METADATA
# title: PostgreSQL server does not keep its log files
# description: >-
#   With log_retention off the entries are gone before anybody looks for them.
# related_resources:
#   - ref: https://learn.microsoft.com/previous-versions/azure/postgresql/single-server/concepts-server-logs
# custom:
#   id: DH_AZURE_POSTGRESQL_008
#   severity: low
#   group: compliance
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_configuration]
#   attributes: [value]
#   remediation: >-
#     Set the value to on.
#   fix:
#     set: {value: "on"}
#   frameworks:
#     CIS Azure 2.1: ["4.3.6"]
#     NIST 800-53 r5: ["AU-11"]
#     SOC 2: ["CC7.2"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_146]
package dharma.compliance.azure_postgresql_log_retention

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL server does not keep its log files", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_configuration"
	rc.change.after.name == "log_retention"
	is_string(rc.change.after.value)
	lower(rc.change.after.value) == "off"
]
