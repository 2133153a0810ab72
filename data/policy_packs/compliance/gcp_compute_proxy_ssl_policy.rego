# METADATA
# title: HTTPS load balancer uses the default SSL policy
# description: >-
#   Without a policy of its own the proxy accepts TLS 1.0 and every cipher Google still supports.
# related_resources:
#   - ref: https://cloud.google.com/load-balancing/docs/use-ssl-policies
# custom:
#   id: DH_GCP_COMPUTE_022
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_target_https_proxy, google_compute_target_ssl_proxy]
#   remediation: >-
#     Set ssl_policy to a google_compute_ssl_policy with profile MODERN or RESTRICTED and TLS 1.2.
#   frameworks:
#     CIS GCP 3.0: ["3.9"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.compliance.gcp_compute_proxy_ssl_policy

import data.dharma.lib.given
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: HTTPS load balancer uses the default SSL policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_compute_target_https_proxy", "google_compute_target_ssl_proxy"]
	not given.given(rc, "ssl_policy")
]
