# METADATA
# title: Bucket lets each object have permissions of its own
# description: >-
#   Access lists of single objects hide who may read what; with uniform access IAM alone decides.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/uniform-bucket-level-access
# custom:
#   id: DH_GCP_STORAGE_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket]
#   attributes: [uniform_bucket_level_access]
#   defaults:
#     uniform_bucket_level_access: false
#   remediation: >-
#     Set uniform_bucket_level_access to true.
#   frameworks:
#     CIS GCP 3.0: ["5.2"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_29, AVD-GCP-0002, google-storage-enable-ubla]
#   fix:
#     set: {uniform_bucket_level_access: true}
package dharma.security.gcp_storage_uniform_access

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket lets each object have permissions of its own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_storage_bucket"
	not rc.change.after.uniform_bucket_level_access == true
]
