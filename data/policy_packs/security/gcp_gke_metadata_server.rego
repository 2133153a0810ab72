# METADATA
# title: Nodes show their credentials to the pods
# description: >-
#   Without the GKE metadata server a pod reads the node's token from the machine's own metadata.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#metadata_server
# custom:
#   id: DH_GCP_GKE_014
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster, google_container_node_pool]
#   attributes: ["node_config[].workload_metadata_config[].mode"]
#   remediation: >-
#     Set node_config.workload_metadata_config.mode to GKE_METADATA.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_69, google-gke-node-metadata-security]
#   fix:
#     set: {"node_config[].workload_metadata_config[].mode": GKE_METADATA}
package dharma.security.gcp_gke_metadata_server

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Nodes show their credentials to the pods", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_container_cluster", "google_container_node_pool"]
	has_nodes(rc)
	not hidden(rc)
]

has_nodes(rc) if rc.type == "google_container_node_pool"

# A cluster's own pool counts unless it is removed at once; Autopilot always hides them.
has_nodes(rc) if {
	rc.type == "google_container_cluster"
	not rc.change.after.remove_default_node_pool == true
	not rc.change.after.enable_autopilot == true
}

hidden(rc) if {
	some node in rc.change.after.node_config
	some metadata in node.workload_metadata_config
	metadata.mode == "GKE_METADATA"
}
