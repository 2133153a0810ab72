# METADATA
# title: Cloud SQL instance makes no backups
# description: >-
#   Lost or spoilt data cannot be brought back.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/backup-recovery/backups
# custom:
#   id: DH_GCP_SQL_004
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].backup_configuration[].enabled", master_instance_name]
#   defaults:
#     "settings[].backup_configuration[].enabled": false
#     master_instance_name: ""
#   remediation: >-
#     Set settings.backup_configuration.enabled to true.
#   frameworks:
#     CIS GCP 3.0: ["6.7"]
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_GCP_14, AVD-GCP-0024, google-sql-enable-backup]
#   fix:
#     set: {"settings[].backup_configuration[].enabled": true}
package dharma.reliability.gcp_sql_backups

import data.dharma.lib.cloud_sql
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance makes no backups", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	not backed_up(rc)
	not cloud_sql.copy(rc)
]

backed_up(rc) if {
	some settings in rc.change.after.settings
	some backup in settings.backup_configuration
	backup.enabled == true
}
