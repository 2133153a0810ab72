# METADATA
# title: Instance group lives in a single zone
# description: >-
#   When the zone fails, every machine of the group is gone at once.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/instance-groups/regional-migs
# custom:
#   id: DH_GCP_COMPUTE_028
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance_group_manager
#     - google_compute_region_instance_group_manager
#   remediation: >-
#     Use google_compute_region_instance_group_manager, which spreads its machines over the zones
#     of a region.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_compute_zonal_group

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Instance group lives in a single zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"]
	rc.type == "google_compute_instance_group_manager"
]
