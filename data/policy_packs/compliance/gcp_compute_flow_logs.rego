# METADATA
# title: Subnet keeps no flow logs
# description: >-
#   Without flow logs nobody can say afterwards who talked to whom.
# related_resources:
#   - ref: https://cloud.google.com/vpc/docs/using-flow-logs
# custom:
#   id: DH_GCP_COMPUTE_019
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_subnetwork]
#   attributes: [log_config, purpose]
#   defaults:
#     purpose: PRIVATE
#   remediation: >-
#     Add log_config to the subnet, with the interval and sampling that you want to pay for.
#   frameworks:
#     CIS GCP 3.0: ["3.8"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_GCP_26, AVD-GCP-0029, google-compute-enable-vpc-flow-logs]
package dharma.compliance.gcp_compute_flow_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subnet keeps no flow logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_subnetwork"
	not logged(rc)
	not proxies(rc)
]

logged(rc) if {
	some log in rc.change.after.log_config
	is_object(log)
}

# Subnets that only hold a load balancer's proxies cannot have flow logs.
proxies(rc) if rc.change.after.purpose in [
	"INTERNAL_HTTPS_LOAD_BALANCER",
	"REGIONAL_MANAGED_PROXY",
	"GLOBAL_MANAGED_PROXY",
]
