# METADATA
# title: Cluster can be deleted by mistake
# description: >-
#   One wrong plan removes the cluster with everything that runs in it.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/deleting-a-cluster
# custom:
#   id: DH_GCP_GKE_020
#   severity: low
#   group: reliability
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [deletion_protection]
#   defaults:
#     deletion_protection: true
#   remediation: >-
#     Set deletion_protection to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   fix:
#     set: {deletion_protection: true}
package dharma.reliability.gcp_gke_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster can be deleted by mistake", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	rc.change.after.deletion_protection == false
]
