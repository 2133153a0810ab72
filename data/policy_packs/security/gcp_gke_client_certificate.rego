# METADATA
# title: Cluster issues a client certificate
# description: >-
#   A certificate for the API server cannot be withdrawn and lies in the state file.
# related_resources:
#   - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
# custom:
#   id: DH_GCP_GKE_013
#   severity: medium
#   group: security
#   provider: gcp
#   service: gke
#   resource_types: [google_container_cluster]
#   attributes: ["master_auth[].client_certificate_config[].issue_client_certificate"]
#   remediation: >-
#     Set issue_client_certificate to false, or leave out master_auth: identities come from IAM.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
package dharma.security.gcp_gke_client_certificate

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cluster issues a client certificate", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_container_cluster"
	issued(rc)
]

issued(rc) if {
	some auth in rc.change.after.master_auth
	some certificate in auth.client_certificate_config
	certificate.issue_client_certificate == true
}
