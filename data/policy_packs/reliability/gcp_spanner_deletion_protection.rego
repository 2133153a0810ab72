# METADATA
# title: Terraform may delete the Spanner database
# description: >-
#   One wrong plan removes the database with everything in it.
# related_resources:
#   - ref: https://cloud.google.com/spanner/docs/prevent-database-deletion
# custom:
#   id: DH_GCP_SPANNER_003
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: spanner
#   resource_types: [google_spanner_database]
#   attributes: [deletion_protection]
#   defaults:
#     deletion_protection: true
#   remediation: >-
#     Set deletion_protection to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_GCP_119]
#   fix:
#     set: {deletion_protection: true}
package dharma.reliability.gcp_spanner_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Terraform may delete the Spanner database", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_spanner_database"
	rc.change.after.deletion_protection == false
]
