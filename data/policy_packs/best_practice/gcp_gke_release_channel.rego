# METADATA
# title: Cluster follows no release channel
# description: >-
#   Nobody keeps the version current, and security fixes arrive when somebody remembers.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
# custom:
#   id: DH_GCP_GKE_008
#   severity: low
#   group: best_practice
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["release_channel[].channel"]
#   remediation: >-
#     Add release_channel with channel REGULAR or STABLE.
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_GCP_70]
#   fix:
#     set: {"release_channel[].channel": REGULAR}
package dharma.best_practice.gcp_gke_release_channel

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster follows no release channel", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not follows(rc)
]

follows(rc) if {
	some options in rc.change.after.release_channel
	options.channel in ["RAPID", "REGULAR", "STABLE", "EXTENDED"]
}
