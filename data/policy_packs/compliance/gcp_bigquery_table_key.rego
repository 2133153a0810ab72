# METADATA
# title: BigQuery table is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/bigquery/docs/customer-managed-encryption
# custom:
#   id: DH_GCP_BIGQUERY_004
#   severity: low
#   group: compliance
#   provider: gcp
#   service: bigquery
#   resource_types: [google_bigquery_table]
#   attributes: [encryption_configuration]
#   remediation: >-
#     Set encryption_configuration.kms_key_name to a key of your own in the same region.
#   frameworks:
#     CIS GCP 3.0: ["7.2"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_80]
package dharma.compliance.gcp_bigquery_table_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: BigQuery table is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_bigquery_table"
	not keyed(rc)
]

keyed(rc) if {
	some options in rc.change.after.encryption_configuration
	is_object(options)
}
