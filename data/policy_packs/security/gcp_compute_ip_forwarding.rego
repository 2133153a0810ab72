# METADATA
# title: Compute instance forwards packets of others
# description: >-
#   With IP forwarding a machine may send packets under any source address: only appliances that
#   route need it.
# related_resources:
#   - ref: https://cloud.google.com/vpc/docs/using-routes#canipforward
# custom:
#   id: DH_GCP_COMPUTE_006
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_instance_from_template
#   attributes: [can_ip_forward]
#   defaults:
#     can_ip_forward: false
#   remediation: >-
#     Set can_ip_forward to false unless the machine is a router.
#   frameworks:
#     CIS GCP 3.0: ["4.6"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_36, AVD-GCP-0043, google-compute-no-ip-forwarding]
#   fix:
#     set: {can_ip_forward: false}
package dharma.security.gcp_compute_ip_forwarding

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance forwards packets of others", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	rc.change.after.can_ip_forward == true
	not node(rc)
]

# Nodes of a cluster with routes forward for their pods.
node(rc) if {
	is_string(rc.change.after.name)
	startswith(rc.change.after.name, "gke-")
}
