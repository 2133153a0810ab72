# METADATA
# title: Cluster does not enforce network policies
# description: >-
#   Every pod may talk to every other: one that is broken into reaches them all.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy
# custom:
#   id: DH_GCP_GKE_005
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["network_policy[].enabled", datapath_provider, enable_autopilot]
#   defaults:
#     datapath_provider: LEGACY_DATAPATH
#     enable_autopilot: false
#   remediation: >-
#     Set datapath_provider to ADVANCED_DATAPATH, or add network_policy with enabled true.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_12, AVD-GCP-0056, google-gke-enable-network-policy]
package dharma.security.gcp_gke_network_policy

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster does not enforce network policies", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not enforced(rc)
]

enforced(rc) if {
	some options in rc.change.after.network_policy
	options.enabled == true
}

# Dataplane V2 enforces them by itself; Autopilot always uses it.
enforced(rc) if rc.change.after.datapath_provider == "ADVANCED_DATAPATH"

enforced(rc) if rc.change.after.enable_autopilot == true
