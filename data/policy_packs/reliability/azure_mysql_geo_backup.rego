# METADATA
# title: MySQL flexible server's backups stay in its region
# description: >-
#   When the region is lost the backups are lost with it; it can be chosen only when the server
#   is made.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-backup-restore
# custom:
#   id: DH_AZURE_MYSQL_001
#   severity: low
#   group: reliability
#   provider: azure
#   service: mysql
#   resource_types: [azurerm_mysql_flexible_server]
#   attributes: [geo_redundant_backup_enabled]
#   remediation: >-
#     Set geo_redundant_backup_enabled to true (a new server replaces the old one).
#   frameworks:
#     NIST 800-53 r5: ["CP-6", "CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AZURE_94]
package dharma.reliability.azure_mysql_geo_backup

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL flexible server's backups stay in its region", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mysql_flexible_server"
	not rc.change.after.geo_redundant_backup_enabled == true
]
