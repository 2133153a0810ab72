# METADATA
# title: Network security group lets everybody reach every port
# description: >-
#   Every service on the machines answers the internet, those nobody thought of too.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# custom:
#   id: DH_AZURE_NSG_005
#   severity: critical
#   group: security
#   provider: azure
#   service: nsg
#   resource_types: [azurerm_network_security_group, azurerm_network_security_rule]
#   attributes:
#     - "security_rule[].source_address_prefix"
#     - "security_rule[].source_address_prefixes"
#     - source_address_prefix
#     - source_address_prefixes
#   defaults:
#     security_rule: []
#   remediation: >-
#     Name the ports that must be reached, and from where.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_nsg_all_ports

import data.dharma.lib.security_rules
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Network security group lets everybody reach every port", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	open(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[rc.address, "security_rule", i] |
	some rc in input.resource_changes
	rc.type == "azurerm_network_security_group"
	some i
	rule := rc.change.after.security_rule[i]
	opened(rule)
]

open(rc) if {
	rc.type == "azurerm_network_security_group"
	some rule in rc.change.after.security_rule
	opened(rule)
}

open(rc) if {
	rc.type == "azurerm_network_security_rule"
	opened(rc.change.after)
}

opened(rule) if {
	security_rules.lets_everybody_in(rule)
	security_rules.reaches_every_port(rule)
}
