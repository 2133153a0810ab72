# METADATA
# title: Subnet reaches Google's services only over public addresses
# description: >-
#   With Private Google Access machines without a public address use Cloud Storage, BigQuery and
#   the other services directly.
# related_resources:
#   - ref: https://cloud.google.com/vpc/docs/private-google-access
# custom:
#   id: DH_GCP_COMPUTE_020
#   severity: low
#   group: best_practice
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_subnetwork]
#   attributes: [private_ip_google_access]
#   defaults:
#     private_ip_google_access: false
#   remediation: >-
#     Set private_ip_google_access to true.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_74]
#   fix:
#     set: {private_ip_google_access: true}
package dharma.best_practice.gcp_compute_private_google_access

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subnet reaches Google's services only over public addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_subnetwork"
	not rc.change.after.private_ip_google_access == true
	not proxies(rc)
]

# Subnets that only hold a load balancer's proxies cannot have it.
proxies(rc) if rc.change.after.purpose in [
	"INTERNAL_HTTPS_LOAD_BALANCER",
	"REGIONAL_MANAGED_PROXY",
	"GLOBAL_MANAGED_PROXY",
]
