# METADATA
# title: Cloud Function takes calls straight from the internet
# description: >-
#   Requests pass by the load balancer, and with it Cloud Armor and its log.
# related_resources:
#   - ref: https://cloud.google.com/functions/docs/networking/network-settings
# custom:
#   id: DH_GCP_FUNCTIONS_002
#   severity: low
#   group: security
#   provider: gcp
#   service: functions
#   resource_types: [google_cloudfunctions_function, google_cloudfunctions2_function]
#   attributes: [ingress_settings, "service_config[].ingress_settings"]
#   remediation: >-
#     Set ingress_settings to ALLOW_INTERNAL_AND_GCLB, or to ALLOW_INTERNAL_ONLY.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_124]
package dharma.security.gcp_functions_ingress

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud Function takes calls straight from the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_cloudfunctions_function", "google_cloudfunctions2_function"]
	not narrowed(rc)
]

narrowed(rc) if inner(rc.change.after.ingress_settings)

narrowed(rc) if {
	some service in rc.change.after.service_config
	inner(service.ingress_settings)
}

inner(setting) if setting in ["ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"]
