# METADATA
# title: Cluster runs images that nobody vouched for
# description: >-
#   With Binary Authorization only images from your own build reach the nodes.
# related_resources:
#   - ref: https://cloud.google.com/binary-authorization/docs/overview
# custom:
#   id: DH_GCP_GKE_015
#   severity: low
#   group: compliance
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["binary_authorization[].evaluation_mode"]
#   defaults:
#     "binary_authorization[].evaluation_mode": DISABLED
#   remediation: >-
#     Add binary_authorization with evaluation_mode PROJECT_SINGLETON_POLICY_ENFORCE, and a policy
#     for the project.
#   frameworks:
#     NIST 800-53 r5: ["CM-7", "SI-7"]
#     SOC 2: ["CC8.1"]
#   twins: [CKV_GCP_66]
package dharma.compliance.gcp_gke_binary_authorization

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster runs images that nobody vouched for", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not asked(rc)
]

asked(rc) if {
	some options in rc.change.after.binary_authorization
	options.evaluation_mode == "PROJECT_SINGLETON_POLICY_ENFORCE"
}
