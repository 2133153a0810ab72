# METADATA
# title: BigQuery table is open to everybody
# description: >-
#   Whoever has a Google account, or everybody, may read the rows.
# related_resources:
#   - ref: https://cloud.google.com/bigquery/docs/table-access-controls-intro
# custom:
#   id: DH_GCP_BIGQUERY_001
#   severity: critical
#   group: security
#   provider: gcp
#   service: bigquery
#   resource_types: [google_bigquery_table_iam_member, google_bigquery_table_iam_binding]
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the role to groups of people and to service accounts.
#   frameworks:
#     CIS GCP 3.0: ["7.1"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_100]
package dharma.security.gcp_bigquery_table_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: BigQuery table is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_bigquery_table_iam_member", "google_bigquery_table_iam_binding"]
	google_iam.public(rc)
]
