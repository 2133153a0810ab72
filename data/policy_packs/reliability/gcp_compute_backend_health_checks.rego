# METADATA
# title: Load balancer does not check the health of its backends
# description: >-
#   Without a health check requests go on to machines that no longer answer.
# related_resources:
#   - ref: https://cloud.google.com/load-balancing/docs/health-check-concepts
# custom:
#   id: DH_GCP_COMPUTE_027
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_backend_service, google_compute_region_backend_service]
#   related:
#     google_compute_region_network_endpoint_group: group
#     google_compute_global_network_endpoint_group: group
#   remediation: >-
#     Make a google_compute_health_check and name it in health_checks.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_compute_backend_health_checks

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer does not check the health of its backends", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_backend_service", "google_compute_region_backend_service"]
	not checked(rc)
	not serverless(rc)
]

checked(rc) if {
	some check in rc.change.after.health_checks
	check != ""
}

# Set by reference: which check is known after apply, that there is one is known now.
checked(rc) if rc.change.after_unknown.health_checks == true

checked(rc) if {
	some check in rc.change.after_unknown.health_checks
	check == true
}

# Functions, Cloud Run and addresses of the internet are reached through groups that take no
# health check.
serverless(rc) if {
	some type in [
		"google_compute_region_network_endpoint_group",
		"google_compute_global_network_endpoint_group",
	]
	some group in related.of(rc, type)
	group.type == type
}
