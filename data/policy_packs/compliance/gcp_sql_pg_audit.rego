# METADATA
# title: PostgreSQL instance keeps no audit log
# description: >-
#   pgAudit writes who read and changed which table, as auditors ask for.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_013
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag cloudsql.enable_pgaudit to on, create the extension and choose
#     pgaudit.log.
#   frameworks:
#     CIS GCP 3.0: ["6.2.8"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_110]
package dharma.compliance.gcp_sql_pg_audit

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance keeps no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	not cloud_sql.flagged(rc, "cloudsql.enable_pgaudit", ["on"])
]
