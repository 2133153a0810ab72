# METADATA
# title: Node pool does not repair its nodes
# description: >-
#   A node that fails its health checks stays in the pool until somebody notices.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair
# custom:
#   id: DH_GCP_GKE_010
#   severity: low
#   group: reliability
#   provider: gcp
#   service: gke
#   resource_types: [google_container_node_pool]
#   attributes: ["management[].auto_repair"]
#   remediation: >-
#     Set management.auto_repair to true.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_GCP_9, google-gke-enable-auto-repair]
#   fix:
#     set: {"management[].auto_repair": true}
package dharma.reliability.gcp_gke_auto_repair

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Node pool does not repair its nodes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_node_pool"
	not managed(rc)
]

managed(rc) if {
	some options in rc.change.after.management
	options.auto_repair == true
}
