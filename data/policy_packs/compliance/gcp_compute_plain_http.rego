# METADATA
# title: Load balancer serves plain HTTP
# description: >-
#   What passes between the user and the load balancer can be read and changed on the way.
# related_resources:
#   - ref: https://cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect
# custom:
#   id: DH_GCP_COMPUTE_023
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_target_http_proxy, google_compute_region_target_http_proxy]
#   related: {google_compute_url_map: url_map, google_compute_region_url_map: url_map}
#   remediation: >-
#     Serve HTTPS with a certificate, and let the HTTP proxy's URL map redirect to it
#     (https_redirect).
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.compliance.gcp_compute_plain_http

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Load balancer serves plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_target_http_proxy", "google_compute_region_target_http_proxy"]
	not redirects(rc)
]

# Plain HTTP that only sends everybody to HTTPS.
redirects(rc) if {
	some type in ["google_compute_url_map", "google_compute_region_url_map"]
	some map in related.of(rc, type)
	some redirect in map.change.after.default_url_redirect
	redirect.https_redirect == true
}
