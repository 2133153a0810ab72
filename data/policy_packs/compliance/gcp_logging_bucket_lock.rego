# METADATA
# title: Log sink writes to a bucket that is not locked
# description: >-
#   Whoever administers the bucket may shorten the retention and delete the traces.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/bucket-lock
# custom:
#   id: DH_GCP_LOGGING_001
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: logging
#   resource_types:
#     - google_logging_project_sink
#     - google_logging_folder_sink
#     - google_logging_organization_sink
#   related: {google_storage_bucket: destination}
#   remediation: >-
#     Add retention_policy with is_locked true to the bucket (a lock cannot be taken back).
#   frameworks:
#     CIS GCP 3.0: ["2.3"]
#     NIST 800-53 r5: ["AU-9", "AU-11"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.3.2", "10.3.4"]
#     HIPAA: ["164.312(c)(1)"]
#   twins: [CKV2_GCP_4]
package dharma.compliance.gcp_logging_bucket_lock

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Log sink writes to a bucket that is not locked", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink"]
	some bucket in related.of(rc, "google_storage_bucket")
	not locked(bucket)
]

locked(bucket) if {
	some policy in bucket.change.after.retention_policy
	policy.is_locked == true
}
