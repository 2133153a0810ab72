# METADATA
# title: Cluster hides traffic between pods of one node
# description: >-
#   Flow logs and firewall rules never see packets that stay on a node.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/intranode-visibility
# custom:
#   id: DH_GCP_GKE_016
#   severity: low
#   group: compliance
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [enable_intranode_visibility]
#   defaults:
#     enable_intranode_visibility: false
#   remediation: >-
#     Set enable_intranode_visibility to true.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_61]
#   fix:
#     set: {enable_intranode_visibility: true}
package dharma.compliance.gcp_gke_intranode_visibility

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster hides traffic between pods of one node", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not rc.change.after.enable_intranode_visibility == true
]
