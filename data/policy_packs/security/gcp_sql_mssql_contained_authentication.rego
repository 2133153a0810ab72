# METADATA
# title: SQL Server instance lets databases keep passwords of their own
# description: >-
#   Accounts of a contained database bypass the logins, and the rules for them, of the server.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/sqlserver/flags
# custom:
#   id: DH_GCP_SQL_021
#   severity: medium
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag contained database authentication to off.
#   frameworks:
#     CIS GCP 3.0: ["6.3.7"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_GCP_59, google-sql-no-contained-db-auth]
package dharma.security.gcp_sql_mssql_contained_authentication

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL Server instance lets databases keep passwords of their own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "SQLSERVER")
	cloud_sql.flagged(rc, "contained database authentication", ["on"])
]
