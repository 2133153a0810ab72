# METADATA
# title: SSL policy permits weak ciphers or old TLS
# description: >-
#   Clients may agree on TLS 1.0 or on ciphers without forward secrecy, and recorded traffic can be
#   read later.
# related_resources:
#   - ref: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
# custom:
#   id: DH_GCP_COMPUTE_021
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_ssl_policy]
#   attributes: [profile, min_tls_version, custom_features]
#   defaults:
#     profile: COMPATIBLE
#     min_tls_version: TLS_1_0
#   remediation: >-
#     Set profile to RESTRICTED, or to MODERN with min_tls_version TLS_1_2.
#   frameworks:
#     CIS GCP 3.0: ["3.9"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_GCP_4, AVD-GCP-0039, google-compute-use-secure-tls-policy]
#   fix:
#     set: {profile: MODERN, min_tls_version: TLS_1_2}
package dharma.compliance.gcp_compute_ssl_policy

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SSL policy permits weak ciphers or old TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_ssl_policy"
	not strong(rc)
]

strong(rc) if rc.change.after.profile == "RESTRICTED"

strong(rc) if {
	rc.change.after.profile == "MODERN"
	rc.change.after.min_tls_version in ["TLS_1_2", "TLS_1_3"]
}

strong(rc) if {
	rc.change.after.profile == "CUSTOM"
	rc.change.after.custom_features
	not weak(rc)
}

# Key exchange with plain RSA has no forward secrecy.
weak(rc) if {
	some cipher in rc.change.after.custom_features
	is_string(cipher)
	startswith(cipher, "TLS_RSA_")
}
