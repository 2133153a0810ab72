# METADATA
# title: Cloud SQL instance lets the whole internet connect
# description: >-
#   The network 0.0.0.0/0 leaves only the password between the database and everybody.
# related_resources:
#   - ref: https://cloud.google.com/sql/docs/postgres/authorize-networks
# custom:
#   id: DH_GCP_SQL_002
#   severity: critical
#   group: security
#   provider: gcp
#   service: sql
#   resource_types: [google_sql_database_instance]
#   attributes: ["settings[].ip_configuration[].authorized_networks[].value"]
#   remediation: >-
#     Remove the network; use a private address, the Cloud SQL Auth Proxy, or single addresses.
#   frameworks:
#     CIS GCP 3.0: ["6.5"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_11, AVD-GCP-0017, google-sql-no-public-access]
package dharma.security.gcp_sql_open

import data.dharma.lib.network
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud SQL instance lets the whole internet connect", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_sql_database_instance"
	open(rc)
]

open(rc) if {
	some settings in rc.change.after.settings
	some connection in settings.ip_configuration
	some allowed in connection.authorized_networks
	network.anywhere(allowed.value)
}
