# METADATA
# title: Bucket writes its log into itself
# description: >-
#   Every log file written is a change that is logged again: the log feeds itself, and who may
#   write objects may change the log.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/access-logs
# custom:
#   id: DH_GCP_STORAGE_006
#   severity: low
#   group: best_practice
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket]
#   attributes: ["logging[].log_bucket"]
#   remediation: >-
#     Name another bucket in logging.log_bucket.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_63]
package dharma.best_practice.gcp_storage_self_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket writes its log into itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_storage_bucket"
	some log in rc.change.after.logging
	is_string(log.log_bucket)
	log.log_bucket == rc.change.after.name
]
