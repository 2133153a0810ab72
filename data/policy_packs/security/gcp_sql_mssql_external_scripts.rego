# METADATA
# title: SQL Server instance runs external scripts
# description: >-
#   Scripts in R or Python run beside the database and widen what an attacker can do.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/sqlserver/flags
# custom:
#   id: DH_GCP_SQL_022
#   severity: medium
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag external scripts enabled to off.
#   frameworks:
#     CIS GCP 3.0: ["6.3.1"]
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
package dharma.security.gcp_sql_mssql_external_scripts

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL Server instance runs external scripts", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "SQLSERVER")
	cloud_sql.flagged(rc, "external scripts enabled", ["on"])
]
