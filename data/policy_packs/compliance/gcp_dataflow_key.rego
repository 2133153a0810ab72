# METADATA
# title: Dataflow job is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/dataflow/docs/guides/customer-managed-encryption-keys
# custom:
#   id: DH_GCP_DATAFLOW_001
#   severity: low
#   group: compliance
#   provider: gcp
#   service: dataflow
#   resource_types: [google_dataflow_job]
#   remediation: >-
#     Set kms_key_name to a key of your own in the same region.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_90]
package dharma.compliance.gcp_dataflow_key

import data.dharma.lib.given
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Dataflow job is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dataflow_job"
	not given.given(rc, "kms_key_name")
]
