# METADATA
# title: SQL database runs in a single zone
# description: >-
#   It is down for as long as its data centre is.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-sql/database/high-availability-sla-local-zone-redundancy
# custom:
#   id: DH_AZURE_SQL_015
#   severity: low
#   group: reliability
#   provider: azure
#   service: sql
#   resource_types: [azurerm_mssql_database]
#   attributes: [zone_redundant]
#   defaults:
#     zone_redundant: false
#   remediation: >-
#     Set zone_redundant to true (not in the Basic and Standard tiers).
#   frameworks:
#     NIST 800-53 r5: ["CP-10", "SC-36"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_229]
package dharma.reliability.azure_sql_zones

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL database runs in a single zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mssql_database"
	not rc.change.after.zone_redundant == true
]
