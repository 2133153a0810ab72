# METADATA
# title: Cluster's nodes have public IP addresses
# description: >-
#   Each node can be reached and scanned from the internet, past the load balancer and its rules.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
# custom:
#   id: DH_GCP_GKE_002
#   severity: high
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["private_cluster_config[].enable_private_nodes"]
#   remediation: >-
#     Add private_cluster_config with enable_private_nodes true, and Cloud NAT for what the nodes
#     fetch.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_25, CKV_GCP_64, google-gke-enable-private-cluster]
package dharma.security.gcp_gke_private_nodes

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster's nodes have public IP addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not inside(rc)
]

inside(rc) if {
	some options in rc.change.after.private_cluster_config
	options.enable_private_nodes == true
}
