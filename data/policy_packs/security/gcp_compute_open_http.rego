# METADATA
# title: Firewall lets everybody reach plain HTTP
# description: >-
#   Port 80 serves readable traffic from the machines themselves, past any load balancer with a
#   certificate.
# related_resources:
#   - ref: https://cloud.google.com/firewall/docs/using-firewalls
# custom:
#   id: DH_GCP_COMPUTE_017
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_firewall]
#   attributes: ["allow[].ports", source_ranges, direction, disabled]
#   defaults:
#     direction: INGRESS
#   remediation: >-
#     Let only the load balancer's ranges 130.211.0.0/22 and 35.191.0.0/16 in, and serve HTTPS
#     there.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_106]
package dharma.security.gcp_compute_open_http

import data.dharma.lib.google_firewall
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall lets everybody reach plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_firewall"
	google_firewall.names(rc, 80)
]
