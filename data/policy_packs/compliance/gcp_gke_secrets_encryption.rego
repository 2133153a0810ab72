# METADATA
# title: Cluster keeps its secrets under a key of Google's
# description: >-
#   With a key of your own, secrets of the cluster are encrypted once more, and access to them can
#   be withdrawn.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
# custom:
#   id: DH_GCP_GKE_019
#   severity: low
#   group: compliance
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["database_encryption[].state"]
#   remediation: >-
#     Add database_encryption with state ENCRYPTED and the key's name.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
package dharma.compliance.gcp_gke_secrets_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster keeps its secrets under a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	not encrypted(rc)
]

encrypted(rc) if {
	some options in rc.change.after.database_encryption
	options.state == "ENCRYPTED"
}
