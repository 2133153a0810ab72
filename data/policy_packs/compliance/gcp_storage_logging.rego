# METADATA
# title: Bucket does not log who reads it
# description: >-
#   Usage logs tell afterwards who read or changed which object.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/access-logs
# custom:
#   id: DH_GCP_STORAGE_004
#   severity: low
#   group: compliance
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket]
#   attributes: [logging]
#   remediation: >-
#     Add logging with the log_bucket of another bucket, or switch on data access audit logs for
#     the project.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_62]
package dharma.compliance.gcp_storage_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket does not log who reads it", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_storage_bucket"
	not logged(rc)
]

logged(rc) if {
	some log in rc.change.after.logging
	is_string(log.log_bucket)
	log.log_bucket != ""
}

# Named by reference: which bucket is known after apply, that there is one is known now.
logged(rc) if {
	some log in rc.change.after_unknown.logging
	log.log_bucket == true
}
