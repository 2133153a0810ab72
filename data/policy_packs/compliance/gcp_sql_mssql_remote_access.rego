# METADATA
# title: SQL Server instance runs procedures for other servers
# description: >-
#   Remote access serves an old feature that can be used to tire the server out; the default is on.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/sqlserver/flags
# custom:
#   id: DH_GCP_SQL_023
#   severity: low
#   group: compliance
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Set the database flag remote access to off.
#   frameworks:
#     CIS GCP 3.0: ["6.3.5"]
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
package dharma.compliance.gcp_sql_mssql_remote_access

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SQL Server instance runs procedures for other servers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "SQLSERVER")
	not cloud_sql.flagged(rc, "remote access", ["off"])
]
