# METADATA
# title: Cluster's control plane is opened to the whole internet
# description: >-
#   The list of authorised networks holds 0.0.0.0/0: it allows everybody and looks as if it did
#   not.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks
# custom:
#   id: DH_GCP_GKE_004
#   severity: high
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["master_authorized_networks_config[].cidr_blocks[].cidr_block"]
#   remediation: >-
#     Name only the ranges that administer the cluster.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_18, AVD-GCP-0053, google-gke-no-public-control-plane]
package dharma.security.gcp_gke_open_control_plane

import data.dharma.lib.network
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster's control plane is opened to the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	open(rc)
]

open(rc) if {
	some options in rc.change.after.master_authorized_networks_config
	some block in options.cidr_blocks
	network.anywhere(block.cidr_block)
}
