# METADATA
# title: Nodes boot without checking signatures
# description: >-
#   Without Secure Boot a changed kernel module or boot loader of a node is loaded like any other.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes#secure_boot
# custom:
#   id: DH_GCP_GKE_017
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster, google_container_node_pool]
#   attributes: ["node_config[].shielded_instance_config[].enable_secure_boot"]
#   remediation: >-
#     Set node_config.shielded_instance_config.enable_secure_boot to true.
#   frameworks:
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV_GCP_68]
#   fix:
#     set: {"node_config[].shielded_instance_config[].enable_secure_boot": true}
package dharma.security.gcp_gke_secure_boot

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Nodes boot without checking signatures", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_container_cluster", "google_container_node_pool"]
	some node in rc.change.after.node_config
	not secure(node)
]

secure(node) if {
	some options in node.shielded_instance_config
	options.enable_secure_boot == true
}
