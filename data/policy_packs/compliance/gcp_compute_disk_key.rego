# METADATA
# title: Disk is encrypted with a key of Google's
# description: >-
#   Google encrypts every disk, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/disks/customer-managed-encryption
# custom:
#   id: DH_GCP_COMPUTE_010
#   severity: low
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_disk]
#   attributes: [disk_encryption_key]
#   remediation: >-
#     Add disk_encryption_key with kms_key_self_link of a key in the same region.
#   frameworks:
#     CIS GCP 3.0: ["4.7"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_37, AVD-GCP-0034, google-compute-disk-encryption-customer-key]
package dharma.compliance.gcp_compute_disk_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Disk is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_disk"
	not keyed(rc)
]

keyed(rc) if {
	some block in rc.change.after.disk_encryption_key
	is_object(block)
}
