# METADATA
# title: Cloud SQL instance lives in a single zone
# description: >-
#   When the zone fails the database is gone until it comes back.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/high-availability
# custom:
#   id: DH_GCP_SQL_007
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].availability_type", master_instance_name]
#   defaults:
#     "settings[].availability_type": ZONAL
#     master_instance_name: ""
#   remediation: >-
#     Set settings.availability_type to REGIONAL.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_sql_zonal

import data.dharma.lib.cloud_sql
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance lives in a single zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	not regional(rc)
	not cloud_sql.copy(rc)
]

regional(rc) if {
	some settings in rc.change.after.settings
	settings.availability_type == "REGIONAL"
}
