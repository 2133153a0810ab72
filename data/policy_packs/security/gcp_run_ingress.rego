# METADATA
# title: Cloud Run service takes calls straight from the internet
# description: >-
#   Requests pass by the load balancer, and with it Cloud Armor and its log.
# related_resources:
#   - ref: https://cloud.google.com/run/docs/securing/ingress
# custom:
#   id: DH_GCP_RUN_002
#   severity: low
#   group: security
#   provider: gcp
#   service: run
#   resource_types: [google_cloud_run_v2_service]
#   attributes: [ingress]
#   defaults:
#     ingress: INGRESS_TRAFFIC_ALL
#   remediation: >-
#     Set ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER, or to INGRESS_TRAFFIC_INTERNAL_ONLY.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.gcp_run_ingress

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud Run service takes calls straight from the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_cloud_run_v2_service"
	not rc.change.after.ingress == "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
]
