# METADATA
# title: Node pool does not upgrade its nodes
# description: >-
#   Nodes stay on versions whose flaws are known, until GKE no longer supports them.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades
# custom:
#   id: DH_GCP_GKE_009
#   severity: medium
#   group: best_practice
#   provider: gcp
#   service: gke
#   resource_types: [google_container_node_pool]
#   attributes: ["management[].auto_upgrade"]
#   remediation: >-
#     Set management.auto_upgrade to true.
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_GCP_10, google-gke-enable-auto-upgrade]
#   fix:
#     set: {"management[].auto_upgrade": true}
package dharma.best_practice.gcp_gke_auto_upgrade

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Node pool does not upgrade its nodes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_node_pool"
	not managed(rc)
]

managed(rc) if {
	some options in rc.change.after.management
	options.auto_upgrade == true
}
