# METADATA
# title: Firewall lets everybody reach FTP
# description: >-
#   FTP sends passwords and files readable over the network.
# related_resources:
#   - ref: https://cloud.google.com/firewall/docs/using-firewalls
# custom:
#   id: DH_GCP_COMPUTE_015
#   severity: high
#   group: security
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_firewall]
#   attributes: ["allow[].ports", source_ranges, direction, disabled]
#   defaults:
#     direction: INGRESS
#   remediation: >-
#     Close ports 20 and 21; offer SFTP or signed links of a bucket instead.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_75, CKV_GCP_77]
package dharma.security.gcp_compute_open_ftp

import data.dharma.lib.google_firewall
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall lets everybody reach FTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_firewall"
	some port in [20, 21]
	google_firewall.names(rc, port)
]
