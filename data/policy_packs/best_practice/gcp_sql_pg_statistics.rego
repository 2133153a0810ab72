# METADATA
# title: PostgreSQL instance writes statistics of every statement to its log
# description: >-
#   Debugging figures of parser, planner and executor bury what matters and slow the instance down.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/flags
# custom:
#   id: DH_GCP_SQL_024
#   severity: low
#   group: best_practice
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].database_flags", database_version]
#   remediation: >-
#     Remove the flags log_parser_stats, log_planner_stats, log_executor_stats and
#     log_statement_stats, or set them to off.
#   frameworks:
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV2_GCP_14, CKV2_GCP_15, CKV2_GCP_16, CKV2_GCP_17]
package dharma.best_practice.gcp_sql_pg_statistics

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL instance writes statistics of every statement to its log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	cloud_sql.runs(rc, "POSTGRES")
	some name in ["log_parser_stats", "log_planner_stats", "log_executor_stats", "log_statement_stats"]
	cloud_sql.flagged(rc, name, ["on"])
]
