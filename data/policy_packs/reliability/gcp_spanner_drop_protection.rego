# METADATA
# title: Spanner database can be dropped by mistake
# description: >-
#   Drop protection stops every way of deleting the database, not only Terraform's.
# related_resources:
#   - ref: https://cloud.google.com/spanner/docs/prevent-database-deletion
# custom:
#   id: DH_GCP_SPANNER_002
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: spanner
#   resource_types: [google_spanner_database]
#   attributes: [enable_drop_protection]
#   remediation: >-
#     Set enable_drop_protection to true.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_GCP_120]
#   fix:
#     set: {enable_drop_protection: true}
package dharma.reliability.gcp_spanner_drop_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Spanner database can be dropped by mistake", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_spanner_database"
	not rc.change.after.enable_drop_protection == true
]
