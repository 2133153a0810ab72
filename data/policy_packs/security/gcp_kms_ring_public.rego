# METADATA
# title: Key ring is open to everybody
# description: >-
#   Every key of the ring, now and later, may be used by strangers.
# related_resources:
#   - ref: https://cloud.google.com/kms/docs/iam
# custom:
#   id: DH_GCP_KMS_002
#   severity: critical
#   group: security
#   provider: gcp
#   service: kms
#   resource_types: [google_kms_key_ring_iam_member, google_kms_key_ring_iam_binding]
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the role to the service accounts that encrypt and decrypt, key by key.
#   frameworks:
#     CIS GCP 3.0: ["1.9"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.gcp_kms_ring_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Key ring is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_kms_key_ring_iam_member", "google_kms_key_ring_iam_binding"]
	google_iam.public(rc)
]
