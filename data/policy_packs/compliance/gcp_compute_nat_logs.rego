# METADATA
# title: NAT gateway keeps no log
# description: >-
#   Many machines share an outside address: without the log nobody can say which of them it was.
# related_resources:
#   - ref: https://cloud.google.com/nat/docs/monitoring
# custom:
#   id: DH_GCP_COMPUTE_025
#   severity: low
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_router_nat]
#   attributes: ["log_config[].enable"]
#   remediation: >-
#     Add log_config with enable true and filter ALL (or ERRORS_ONLY).
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   fix:
#     set: {"log_config[].enable": true, "log_config[].filter": ALL}
package dharma.compliance.gcp_compute_nat_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: NAT gateway keeps no log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_router_nat"
	not logged(rc)
]

logged(rc) if {
	some log in rc.change.after.log_config
	log.enable == true
}
