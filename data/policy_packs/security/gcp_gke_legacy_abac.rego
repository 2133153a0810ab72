# METADATA
# title: Cluster grants rights with legacy ABAC
# description: >-
#   Legacy authorisation gives every service account of the cluster wide rights that RBAC cannot
#   narrow.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
# custom:
#   id: DH_GCP_GKE_001
#   severity: high
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: [enable_legacy_abac]
#   defaults:
#     enable_legacy_abac: false
#   remediation: >-
#     Set enable_legacy_abac to false, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_7, AVD-GCP-0062]
#   fix:
#     set: {enable_legacy_abac: false}
package dharma.security.gcp_gke_legacy_abac

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster grants rights with legacy ABAC", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	rc.change.after.enable_legacy_abac == true
]
