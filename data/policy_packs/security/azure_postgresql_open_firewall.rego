# METADATA
# title: PostgreSQL flexible server's firewall lets in all of Azure or of the Internet
# description: >-
#   0.0.0.0 stands for every machine in Azure, of other customers too, and a range that ends
#   with 255.255.255.255 for the world: only a password stands before the data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-public
# custom:
#   id: DH_AZURE_POSTGRESQL_001
#   severity: critical
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_flexible_server_firewall_rule]
#   attributes: [start_ip_address, end_ip_address]
#   remediation: >-
#     Name the addresses that need the database, or put the server into a subnet of its own.
#   frameworks:
#     CIS Azure 2.1: ["4.3.7"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AZURE_26]
package dharma.security.azure_postgresql_open_firewall

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL flexible server's firewall lets in all of Azure or of the Internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_flexible_server_firewall_rule"
	open(rc)
]

open(rc) if rc.change.after.start_ip_address == "0.0.0.0"

open(rc) if rc.change.after.end_ip_address == "255.255.255.255"
