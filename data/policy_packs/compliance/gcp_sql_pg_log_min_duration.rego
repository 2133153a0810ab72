# METADATA
# title: PostgreSQL instance logs the text of slow statements
# description: >-
#   Statements carry values: names, numbers and passwords end up in the log.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_014
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag log_min_duration_statement to -1.
#   frameworks:
#     CIS GCP 3.0: ["6.2.7"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_57, google-sql-pg-no-min-statement-logging]
package dharma.compliance.gcp_sql_pg_log_min_duration

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance logs the text of slow statements", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	cloud_sql.flagged_otherwise(rc, "log_min_duration_statement", ["-1"])
]
