# METADATA
# title: Bucket keeps no earlier versions
# description: >-
#   What is overwritten or deleted by mistake is gone for good.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/object-versioning
# custom:
#   id: DH_GCP_STORAGE_003
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket]
#   attributes: ["versioning[].enabled"]
#   remediation: >-
#     Add versioning { enabled = true }, and a lifecycle rule that removes old versions.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_GCP_78]
#   fix:
#     set: {"versioning[].enabled": true}
package dharma.reliability.gcp_storage_versioning

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket keeps no earlier versions", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_storage_bucket"
	not versioned(rc)
]

versioned(rc) if {
	some versioning in rc.change.after.versioning
	versioning.enabled == true
}
