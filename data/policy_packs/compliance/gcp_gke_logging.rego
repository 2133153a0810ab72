# METADATA
# title: Cluster sends no logs
# description: >-
#   What happened in the cluster, and who did it, cannot be found out later.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/observability
# custom:
#   id: DH_GCP_GKE_011
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [logging_service, "logging_config[].enable_components"]
#   defaults:
#     logging_service: logging.googleapis.com/kubernetes
#   remediation: >-
#     Leave out logging_service, and name SYSTEM_COMPONENTS in logging_config.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_1, google-gke-enable-stackdriver-logging]
package dharma.compliance.gcp_gke_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster sends no logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	silent(rc)
]

silent(rc) if rc.change.after.logging_service == "none"

silent(rc) if {
	some options in rc.change.after.logging_config
	options.enable_components == []
}
