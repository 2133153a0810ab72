# METADATA
# title: MySQL instance cannot be restored to a point in time
# description: >-
#   Without the binary log a restore goes back to the last nightly backup.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/mysql/backup-recovery/pitr
# custom:
#   id: DH_GCP_SQL_005
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes:
#     - "settings[].backup_configuration[].binary_log_enabled"
#     - database_version
#     - master_instance_name
#   defaults:
#     "settings[].backup_configuration[].binary_log_enabled": false
#     master_instance_name: ""
#   remediation: >-
#     Set settings.backup_configuration.enabled and binary_log_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV2_GCP_20]
#   fix:
#     set:
#       "settings[].backup_configuration[].enabled": true
#       "settings[].backup_configuration[].binary_log_enabled": true
package dharma.reliability.gcp_sql_mysql_recovery

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL instance cannot be restored to a point in time", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "MYSQL")
	not recovers(rc)
	not cloud_sql.copy(rc)
]

recovers(rc) if {
	some settings in rc.change.after.settings
	some backup in settings.backup_configuration
	backup.binary_log_enabled == true
}
