# METADATA
# title: BigQuery dataset is open to everybody
# description: >-
#   allAuthenticatedUsers is everybody with any Google account: the tables are published.
# related_resources:
#   - ref: https://cloud.google.com/bigquery/docs/control-access-to-resources-iam
# custom:
#   id: DH_GCP_BIGQUERY_005
#   severity: critical
#   group: security
#   provider: gcp
#   service: bigquery
#   resource_types: [google_bigquery_dataset]
#   attributes: ["access[].special_group", "access[].iam_member"]
#   settled_by_reference: ["access[].iam_member"]
#   looks_for: {"access[].iam_member": [allUsers, allAuthenticatedUsers]}
#   remediation: >-
#     Grant access to groups of people and to service accounts.
#   frameworks:
#     CIS GCP 3.0: ["7.1"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_15, AVD-GCP-0046, google-bigquery-no-public-access]
package dharma.security.gcp_bigquery_dataset_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: BigQuery dataset is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_bigquery_dataset"
	some access in rc.change.after.access
	public(access)
]

public(access) if access.special_group in ["allAuthenticatedUsers", "allUsers"]

public(access) if access.iam_member in ["allAuthenticatedUsers", "allUsers"]
