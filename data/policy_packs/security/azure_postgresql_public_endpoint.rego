# METADATA
# title: PostgreSQL flexible server can be reached through a public endpoint
# description: >-
#   One firewall rule too wide, and the whole Internet may try passwords.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-public
# custom:
#   id: DH_AZURE_POSTGRESQL_002
#   severity: medium
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_flexible_server]
#   attributes: [public_network_access_enabled]
#   defaults:
#     public_network_access_enabled: true
#   remediation: >-
#     Put the server into a delegated subnet, or set public_network_access_enabled to false and
#     use a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_postgresql_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL flexible server can be reached through a public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_flexible_server"
	not rc.change.after.public_network_access_enabled == false
	not in_subnet(rc)
]

in_subnet(rc) if is_string(rc.change.after.delegated_subnet_id)

in_subnet(rc) if rc.change.after_unknown.delegated_subnet_id == true
