# METADATA
# title: MySQL instance lets clients load local files
# description: >-
#   A hostile server or statement can read files of the client, and an injection can load them into
#   tables.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/mysql/flags
# custom:
#   id: DH_GCP_SQL_018
#   severity: medium
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag local_infile to off.
#   frameworks:
#     CIS GCP 3.0: ["6.1.3"]
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV_GCP_50, AVD-GCP-0026, google-sql-mysql-no-local-infile]
package dharma.security.gcp_sql_mysql_local_infile

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL instance lets clients load local files", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "MYSQL")
	cloud_sql.flagged(rc, "local_infile", ["on"])
]
