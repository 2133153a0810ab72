# METADATA
# title: Cluster runs alpha features of Kubernetes
# description: >-
#   Alpha clusters get no security fixes and are deleted after 30 days.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/alpha-clusters
# custom:
#   id: DH_GCP_GKE_018
#   severity: medium
#   group: best_practice
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [enable_kubernetes_alpha]
#   remediation: >-
#     Remove enable_kubernetes_alpha.
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV2_GCP_19]
package dharma.best_practice.gcp_gke_alpha

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster runs alpha features of Kubernetes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	rc.change.after.enable_kubernetes_alpha == true
]
