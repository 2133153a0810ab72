# METADATA
# title: Machine of an earlier generation
# description: >-
#   Newer families such as E2, N2 and N4 do the same work for less.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/machine-resource
# custom:
#   id: DH_GCP_COST_001
#   severity: low
#   group: cost
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_instance, google_compute_instance_template]
#   attributes: [machine_type]
#   remediation: >-
#     Choose the E2, N2, N4 or C4 type of the same size.
package dharma.cost.gcp_previous_generation

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Machine of an earlier generation", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_instance", "google_compute_instance_template"]
	is_string(rc.change.after.machine_type)
	regex.match(`(^|/)(n1|f1|g1)-`, rc.change.after.machine_type)
	not accelerated(rc)
]

# T4, V100 and P100 cards are only attached to N1 machines.
accelerated(rc) if {
	some card in rc.change.after.guest_accelerator
	is_object(card)
}
