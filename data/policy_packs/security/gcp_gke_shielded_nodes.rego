# METADATA
# title: Cluster does not verify its nodes
# description: >-
#   Without Shielded Nodes somebody who steals a node's credentials can pass off a machine as a
#   node.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes
# custom:
#   id: DH_GCP_GKE_006
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [enable_shielded_nodes]
#   defaults:
#     enable_shielded_nodes: true
#   remediation: >-
#     Set enable_shielded_nodes to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV_GCP_71]
#   fix:
#     set: {enable_shielded_nodes: true}
package dharma.security.gcp_gke_shielded_nodes

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster does not verify its nodes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	rc.change.after.enable_shielded_nodes == false
]
