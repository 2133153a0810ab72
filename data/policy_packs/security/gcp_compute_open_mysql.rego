# METADATA
# title: Firewall lets everybody reach MySQL
# description: >-
#   A database port open to the world invites password guessing and leaks through any flaw of the
#   server.
# related_resources:
#   - ref: https://cloud.google.com/firewall/docs/using-firewalls
# custom:
#   id: DH_GCP_COMPUTE_016
#   severity: high
#   group: security
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_firewall]
#   attributes: ["allow[].ports", source_ranges, direction, disabled]
#   defaults:
#     direction: INGRESS
#   remediation: >-
#     Allow port 3306 only from the service accounts or ranges of the applications.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_88]
package dharma.security.gcp_compute_open_mysql

import data.dharma.lib.google_firewall
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall lets everybody reach MySQL", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_firewall"
	google_firewall.names(rc, 3306)
]
