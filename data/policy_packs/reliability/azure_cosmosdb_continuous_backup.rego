# METADATA
# title: Cosmos DB account cannot be restored to a moment of your choice
# description: >-
#   Periodic backups are hours apart, kept for days, and restored only by a support request.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction
# custom:
#   id: DH_AZURE_COSMOSDB_007
#   severity: low
#   group: reliability
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: ["backup[].type"]
#   defaults:
#     backup: []
#   remediation: >-
#     Set backup { type = "Continuous" } (it cannot be taken back).
#   frameworks:
#     NIST 800-53 r5: ["CP-6", "CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
package dharma.reliability.azure_cosmosdb_continuous_backup

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account cannot be restored to a moment of your choice", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not continuous(rc)
]

continuous(rc) if {
	some backup in rc.change.after.backup
	backup.type == "Continuous"
}
