# METADATA
# title: Network makes a subnet in every region by itself
# description: >-
#   The ranges are fixed, collide when networks are joined, and reach into regions that nobody
#   watches.
# related_resources:
#   - ref: https://cloud.google.com/vpc/docs/vpc#auto-mode-considerations
# custom:
#   id: DH_GCP_COMPUTE_024
#   severity: low
#   group: best_practice
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_network]
#   attributes: [auto_create_subnetworks]
#   defaults:
#     auto_create_subnetworks: true
#   remediation: >-
#     Set auto_create_subnetworks to false and name the subnets that are needed.
#   frameworks:
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
package dharma.best_practice.gcp_compute_auto_subnets

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network makes a subnet in every region by itself", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_network"
	not rc.change.after.auto_create_subnetworks == false
]
