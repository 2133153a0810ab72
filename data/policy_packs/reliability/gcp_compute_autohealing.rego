# METADATA
# title: Instance group does not replace machines that stopped answering
# description: >-
#   Without autohealing a machine whose program hangs stays in the group until somebody notices.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/instance-groups/autohealing-instances-in-migs
# custom:
#   id: DH_GCP_COMPUTE_029
#   severity: low
#   group: reliability
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance_group_manager
#     - google_compute_region_instance_group_manager
#   attributes: [auto_healing_policies]
#   remediation: >-
#     Add auto_healing_policies with a health check and an initial delay.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_compute_autohealing

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Instance group does not replace machines that stopped answering", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"]
	not heals(rc)
]

heals(rc) if {
	some policy in rc.change.after.auto_healing_policies
	is_object(policy)
}
