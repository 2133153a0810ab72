# METADATA
# title: Public DNS zone is not signed
# description: >-
#   Without DNSSEC a forged answer sends users to somebody else's machine.
# related_resources:
#   - ref: https://cloud.google.com/dns/docs/dnssec
# custom:
#   id: DH_GCP_DNS_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: dns
#   resource_types: [google_dns_managed_zone]
#   attributes: ["dnssec_config[].state"]
#   remediation: >-
#     Add dnssec_config with state "on", and give the DS record to the registrar.
#   frameworks:
#     CIS GCP 3.0: ["3.3"]
#     NIST 800-53 r5: ["SC-20"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_GCP_16, AVD-GCP-0013, google-dns-enable-dnssec]
#   fix:
#     set: {"dnssec_config[].state": "on"}
package dharma.security.gcp_dns_dnssec

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public DNS zone is not signed", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dns_managed_zone"
	not rc.change.after.visibility == "private"
	not signed(rc)
]

signed(rc) if {
	some options in rc.change.after.dnssec_config
	options.state in ["on", "transfer"]
}
