# METADATA
# title: BigQuery dataset is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/bigquery/docs/customer-managed-encryption
# custom:
#   id: DH_GCP_BIGQUERY_003
#   severity: low
#   group: compliance
#   provider: gcp
#   service: bigquery
#   resource_types: [google_bigquery_dataset]
#   attributes: [default_encryption_configuration]
#   remediation: >-
#     Set default_encryption_configuration.kms_key_name to a key of your own in the same region.
#   frameworks:
#     CIS GCP 3.0: ["7.3"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_81]
package dharma.compliance.gcp_bigquery_dataset_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: BigQuery dataset is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_bigquery_dataset"
	not keyed(rc)
]

keyed(rc) if {
	some options in rc.change.after.default_encryption_configuration
	is_object(options)
}
