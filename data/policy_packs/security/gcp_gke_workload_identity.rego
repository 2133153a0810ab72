# METADATA
# title: Cluster's pods share the identity of their node
# description: >-
#   Without Workload Identity every pod may use whatever its node may use.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
# custom:
#   id: DH_GCP_GKE_007
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [workload_identity_config, enable_autopilot]
#   defaults:
#     enable_autopilot: false
#   remediation: >-
#     Add workload_identity_config with workload_pool PROJECT.svc.id.goog.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
package dharma.security.gcp_gke_workload_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster's pods share the identity of their node", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not own_identity(rc)
]

own_identity(rc) if {
	some options in rc.change.after.workload_identity_config
	is_object(options)
}

# Autopilot always uses it.
own_identity(rc) if rc.change.after.enable_autopilot == true
