# METADATA
# title: MySQL instance lists all databases to everybody
# description: >-
#   An account that may use one database learns the names of all the others.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/mysql/flags
# custom:
#   id: DH_GCP_SQL_019
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag skip_show_database to on.
#   frameworks:
#     CIS GCP 3.0: ["6.1.2"]
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
package dharma.compliance.gcp_sql_mysql_skip_show_database

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL instance lists all databases to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "MYSQL")
	not cloud_sql.flagged(rc, "skip_show_database", ["on"])
]
