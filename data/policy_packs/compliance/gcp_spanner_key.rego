# METADATA
# title: Spanner database is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/spanner/docs/cmek
# custom:
#   id: DH_GCP_SPANNER_001
#   severity: low
#   group: compliance
#   provider: gcp
#   service: spanner
#   resource_types: [google_spanner_database]
#   attributes: [encryption_config]
#   remediation: >-
#     Set encryption_config.kms_key_name to a key of your own in the same region.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_93]
package dharma.compliance.gcp_spanner_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Spanner database is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_spanner_database"
	not keyed(rc)
]

keyed(rc) if {
	some options in rc.change.after.encryption_config
	is_object(options)
}
