# METADATA
# title: Cluster's control plane takes calls from any address
# description: >-
#   Whoever finds a token, or a flaw of the API server, may use it from anywhere.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks
# custom:
#   id: DH_GCP_GKE_003
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [master_authorized_networks_config]
#   remediation: >-
#     Add master_authorized_networks_config with the ranges that administer the cluster.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_20, google-gke-enable-master-networks]
package dharma.security.gcp_gke_authorized_networks

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster's control plane takes calls from any address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not limited(rc)
]

limited(rc) if {
	some options in rc.change.after.master_authorized_networks_config
	is_object(options)
}
