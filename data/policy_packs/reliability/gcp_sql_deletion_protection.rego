# METADATA
# title: Cloud SQL instance can be deleted by mistake
# description: >-
#   One wrong plan removes the database with everything in it.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/deletion-protection
# custom:
#   id: DH_GCP_SQL_008
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: [deletion_protection]
#   defaults:
#     deletion_protection: true
#   remediation: >-
#     Set deletion_protection to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   fix:
#     set: {deletion_protection: true}
package dharma.reliability.gcp_sql_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance can be deleted by mistake", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	rc.change.after.deletion_protection == false
]
