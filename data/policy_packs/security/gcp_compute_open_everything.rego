# METADATA
# title: Firewall lets everybody reach every port
# description: >-
#   Whatever listens on the machines, now or later, is open to the world.
# related_resources:
#   - ref: https://cloud.google.com/firewall/docs/using-firewalls
# custom:
#   id: DH_GCP_COMPUTE_014
#   severity: critical
#   group: security
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_firewall]
#   attributes: ["allow[].ports", source_ranges, direction, disabled]
#   defaults:
#     direction: INGRESS
#   remediation: >-
#     Name the protocol and the ports that are meant to be public, or name who may come in.
#   frameworks:
#     CIS GCP 3.0: ["3.6", "3.7"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_GCP_12]
package dharma.security.gcp_compute_open_everything

import data.dharma.lib.google_firewall
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall lets everybody reach every port", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_firewall"
	google_firewall.everything(rc)
]
