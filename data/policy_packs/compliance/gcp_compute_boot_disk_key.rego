# METADATA
# title: Boot disk is encrypted with a key of Google's
# description: >-
#   The system disk holds secrets and configuration too; without a key of your own you cannot
#   withdraw access to it.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/disks/customer-managed-encryption
# custom:
#   id: DH_GCP_COMPUTE_011
#   severity: low
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_instance]
#   attributes: ["boot_disk[].kms_key_self_link"]
#   defaults:
#     "boot_disk[].kms_key_self_link": ""
#   remediation: >-
#     Set boot_disk.kms_key_self_link to a key in the same region.
#   frameworks:
#     CIS GCP 3.0: ["4.7"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_38, AVD-GCP-0033, google-compute-vm-disk-encryption-customer-key]
package dharma.compliance.gcp_compute_boot_disk_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Boot disk is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_instance"
	not keyed(rc)
]

keyed(rc) if {
	some disk in rc.change.after.boot_disk
	given(disk.kms_key_self_link)
}

keyed(rc) if {
	some disk in rc.change.after.boot_disk
	given(disk.disk_encryption_key_raw)
}

keyed(rc) if {
	some disk in rc.change.after_unknown.boot_disk
	disk.disk_encryption_key_raw == true
}

given(value) if {
	is_string(value)
	value != ""
}
