# METADATA
# title: PostgreSQL or SQL Server instance cannot be restored to a point in time
# description: >-
#   A restore goes back to the last nightly backup, and the day's work is lost.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr
# custom:
#   id: DH_GCP_SQL_006
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes:
#     - "settings[].backup_configuration[].point_in_time_recovery_enabled"
#     - database_version
#     - master_instance_name
#   defaults:
#     "settings[].backup_configuration[].point_in_time_recovery_enabled": false
#     master_instance_name: ""
#   remediation: >-
#     Set settings.backup_configuration.enabled and point_in_time_recovery_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   fix:
#     set:
#       "settings[].backup_configuration[].enabled": true
#       "settings[].backup_configuration[].point_in_time_recovery_enabled": true
package dharma.reliability.gcp_sql_recovery

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL or SQL Server instance cannot be restored to a point in time", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	logged_engine(rc)
	not recovers(rc)
	not cloud_sql.copy(rc)
]

logged_engine(rc) if cloud_sql.runs(rc, "POSTGRES")

logged_engine(rc) if cloud_sql.runs(rc, "SQLSERVER")

recovers(rc) if {
	some settings in rc.change.after.settings
	some backup in settings.backup_configuration
	backup.point_in_time_recovery_enabled == true
}
