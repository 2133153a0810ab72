# METADATA
# title: Cloud SQL instance accepts connections without TLS
# description: >-
#   Passwords and rows cross the network readable wherever a client forgets to ask for TLS.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/configure-ssl-instance
# custom:
#   id: DH_GCP_SQL_001
#   severity: high
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].ip_configuration[].ssl_mode"]
#   defaults:
#     "settings[].ip_configuration[].ssl_mode": ALLOW_UNENCRYPTED_AND_ENCRYPTED
#   remediation: >-
#     Set settings.ip_configuration.ssl_mode to ENCRYPTED_ONLY, or to
#     TRUSTED_CLIENT_CERTIFICATE_REQUIRED.
#   frameworks:
#     CIS GCP 3.0: ["6.4"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_GCP_6, AVD-GCP-0015, google-sql-encrypt-in-transit-data]
package dharma.security.gcp_sql_ssl

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance accepts connections without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	not encrypted(rc)
]

encrypted(rc) if {
	some settings in rc.change.after.settings
	some network in settings.ip_configuration
	network.ssl_mode in ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"]
}
