# METADATA
# title: MySQL flexible server can be reached through a public endpoint
# description: >-
#   One firewall rule too wide, and the whole Internet may try passwords.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-networking-public
# custom:
#   id: DH_AZURE_MYSQL_002
#   severity: medium
#   group: security
#   provider: azure
#   service: mysql
#   resource_types: [azurerm_mysql_flexible_server]
#   attributes: [public_network_access]
#   defaults:
#     public_network_access: Enabled
#   remediation: >-
#     Put the server into a delegated subnet, or set public_network_access to Disabled and use a
#     private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_mysql_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL flexible server can be reached through a public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mysql_flexible_server"
	not rc.change.after.public_network_access == "Disabled"
	not in_subnet(rc)
]

in_subnet(rc) if is_string(rc.change.after.delegated_subnet_id)

in_subnet(rc) if rc.change.after_unknown.delegated_subnet_id == true
