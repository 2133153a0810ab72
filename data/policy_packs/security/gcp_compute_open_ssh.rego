# METADATA
# title: Firewall lets everybody reach SSH
# description: >-
#   Port 22 open to the world is found and tried by robots within minutes.
# related_resources:
#   - ref: https://cloud.google.com/firewall/docs/using-firewalls
# custom:
#   id: DH_GCP_COMPUTE_012
#   severity: critical
#   group: security
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_firewall]
#   attributes: ["allow[].ports", source_ranges, direction, disabled]
#   defaults:
#     direction: INGRESS
#   remediation: >-
#     Allow the port only from 35.235.240.0/20 and connect through Identity-Aware Proxy, or only
#     from known addresses.
#   frameworks:
#     CIS GCP 3.0: ["3.6"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_2]
package dharma.security.gcp_compute_open_ssh

import data.dharma.lib.google_firewall
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall lets everybody reach SSH", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_firewall"
	google_firewall.open(rc, 22)
]
