# METADATA
# title: PostgreSQL instance does not log waits for locks
# description: >-
#   Sessions that hold up others, by fault or on purpose, go unseen.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_011
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag log_lock_waits to on.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_54, google-sql-pg-log-lock-waits]
package dharma.compliance.gcp_sql_pg_log_lock_waits

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance does not log waits for locks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	not cloud_sql.flagged(rc, "log_lock_waits", ["on"])
]
