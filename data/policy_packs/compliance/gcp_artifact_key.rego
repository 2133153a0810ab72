# METADATA
# title: Artifact repository is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/artifact-registry/docs/cmek
# custom:
#   id: DH_GCP_ARTIFACT_002
#   severity: low
#   group: compliance
#   provider: gcp
#   service: artifact_registry
#   resource_types: [google_artifact_registry_repository]
#   remediation: >-
#     Set kms_key_name to a key of your own in the same region.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_84]
package dharma.compliance.gcp_artifact_key

import data.dharma.lib.given
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Artifact repository is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_artifact_registry_repository"
	not given.given(rc, "kms_key_name")
]
