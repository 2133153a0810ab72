# METADATA
# title: BigQuery dataset grants a role to everybody
# description: >-
#   Every table of the dataset, now and later, is readable by strangers.
# related_resources:
#   - ref: https://cloud.google.com/bigquery/docs/control-access-to-resources-iam
# custom:
#   id: DH_GCP_BIGQUERY_002
#   severity: critical
#   group: security
#   provider: gcp
#   service: bigquery
#   resource_types: [google_bigquery_dataset_iam_member, google_bigquery_dataset_iam_binding]
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
package dharma.security.gcp_bigquery_dataset_iam_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: BigQuery dataset grants a role to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_bigquery_dataset_iam_member", "google_bigquery_dataset_iam_binding"]
	google_iam.public(rc)
]
