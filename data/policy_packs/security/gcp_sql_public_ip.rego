# METADATA
# title: Cloud SQL instance has a public IP address
# description: >-
#   A database is reached by applications, not by the internet: a private address keeps every
#   stranger away.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/configure-private-ip
# custom:
#   id: DH_GCP_SQL_003
#   severity: high
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].ip_configuration[].ipv4_enabled"]
#   defaults:
#     "settings[].ip_configuration[].ipv4_enabled": true
#   remediation: >-
#     Set ip_configuration.ipv4_enabled to false and give a private_network.
#   frameworks:
#     CIS GCP 3.0: ["6.6", "6.2.9"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_60]
package dharma.security.gcp_sql_public_ip

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance has a public IP address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	not private(rc)
]

# The provider gives a public address unless somebody says no.
private(rc) if {
	some settings in rc.change.after.settings
	some connection in settings.ip_configuration
	connection.ipv4_enabled == false
}
