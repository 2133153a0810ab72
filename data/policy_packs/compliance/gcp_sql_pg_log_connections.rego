# METADATA
# title: PostgreSQL instance does not log connections
# description: >-
#   Without it nobody sees who tried to come in, or how often.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_009
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag log_connections to on.
#   frameworks:
#     CIS GCP 3.0: ["6.2.2"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_52, AVD-GCP-0016, google-sql-pg-log-connections]
package dharma.compliance.gcp_sql_pg_log_connections

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance does not log connections", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	not cloud_sql.flagged(rc, "log_connections", ["on"])
]
