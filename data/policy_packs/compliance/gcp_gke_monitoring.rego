# METADATA
# title: Cluster is not monitored
# description: >-
#   Nodes and pods that run out of memory or fail go unseen.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/observability
# custom:
#   id: DH_GCP_GKE_012
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [monitoring_service, "monitoring_config[].enable_components"]
#   defaults:
#     monitoring_service: monitoring.googleapis.com/kubernetes
#   remediation: >-
#     Leave out monitoring_service, and name SYSTEM_COMPONENTS in monitoring_config.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_8, google-gke-enable-stackdriver-monitoring]
package dharma.compliance.gcp_gke_monitoring

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster is not monitored", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	silent(rc)
]

silent(rc) if rc.change.after.monitoring_service == "none"

silent(rc) if {
	some options in rc.change.after.monitoring_config
	options.enable_components == []
}
