# METADATA
# title: DNS zone is signed with SHA-1
# description: >-
#   Signatures with RSASHA1 can be forged, and resolvers no longer accept them.
# related_resources:
#   - ref: https://cloud.google.com/dns/docs/dnssec-advanced#advanced-signing-options
# custom:
#   id: DH_GCP_DNS_002
#   severity: medium
#   group: security
#   provider: gcp
#   service: dns
#   resource_types: [google_dns_managed_zone]
#   attributes: ["dnssec_config[].default_key_specs[].algorithm"]
#   remediation: >-
#     Use rsasha256 or ecdsap256sha256.
#   frameworks:
#     CIS GCP 3.0: ["3.4", "3.5"]
#     NIST 800-53 r5: ["SC-13", "SC-20"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_GCP_17, google-dns-no-rsa-sha1]
package dharma.security.gcp_dns_weak_algorithm

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DNS zone is signed with SHA-1", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dns_managed_zone"
	weak(rc)
]

weak(rc) if {
	some options in rc.change.after.dnssec_config
	some key in options.default_key_specs
	key.algorithm == "rsasha1"
}
