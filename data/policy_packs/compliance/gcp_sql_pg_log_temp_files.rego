# METADATA
# title: PostgreSQL instance logs only some of its temporary files
# description: >-
#   A threshold hides the queries whose sorting slows the instance down.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_015
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag log_temp_files to 0.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_56, google-sql-enable-pg-temp-file-logging]
package dharma.compliance.gcp_sql_pg_log_temp_files

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance logs only some of its temporary files", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	cloud_sql.flagged_otherwise(rc, "log_temp_files", ["0"])
]
