# METADATA
# title: SQL Server instance chains ownership across databases
# description: >-
#   The owner of an object in one database reaches into the others without being asked.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/sqlserver/flags
# custom:
#   id: DH_GCP_SQL_020
#   severity: medium
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag cross db ownership chaining to off.
#   frameworks:
#     CIS GCP 3.0: ["6.3.2"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_58, google-sql-no-cross-db-ownership-chaining]
package dharma.security.gcp_sql_mssql_cross_db_chaining

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL Server instance chains ownership across databases", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "SQLSERVER")
	cloud_sql.flagged(rc, "cross db ownership chaining", ["on"])
]
