# METADATA
# title: Load balancer's backend keeps no request log
# description: >-
#   Without the log nobody sees who asked for what, or that somebody is trying doors.
# related_resources:
#   - ref: https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring
# custom:
#   id: DH_GCP_COMPUTE_026
#   severity: low
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_backend_service]
#   attributes: ["log_config[].enable"]
#   remediation: >-
#     Add log_config with enable true.
#   frameworks:
#     CIS GCP 3.0: ["2.16"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   fix:
#     set: {"log_config[].enable": true}
package dharma.compliance.gcp_compute_backend_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer's backend keeps no request log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_backend_service"
	not logged(rc)
]

logged(rc) if {
	some log in rc.change.after.log_config
	log.enable == true
}
