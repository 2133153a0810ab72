# METADATA
# title: Disk that no machine uses
# description: >-
#   A disk is paid for by its size, used or not.
# related_resources:
#   - ref: https://cloud.google.com/compute/disks-image-pricing
# custom:
#   id: DH_GCP_COST_003
#   severity: low
#   group: cost
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_disk]
#   related:
#     google_compute_attached_disk: disk
#     google_compute_instance: attached_disk
#     google_compute_instance_template: disk
#     google_compute_instance_from_template: attached_disk
#   remediation: >-
#     Attach the disk, or keep a snapshot and remove it.
package dharma.cost.gcp_idle_disk

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Disk that no machine uses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_disk"
	not used(rc)
]

used(rc) if {
	some type in [
		"google_compute_attached_disk",
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	some user in related.of(rc, type)
	user.type == type
}
