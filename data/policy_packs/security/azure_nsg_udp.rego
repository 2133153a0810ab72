# METADATA
# title: Network security group lets everybody send UDP
# description: >-
#   Open UDP services are used to amplify attacks on others, with forged sender addresses.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# custom:
#   id: DH_AZURE_NSG_004
#   severity: high
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
#     Allow UDP only from known addresses, or put a protected front end before the service.
#   frameworks:
#     CIS Azure 2.1: ["6.3"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_77]
package dharma.security.azure_nsg_udp

import data.dharma.lib.security_rules
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Network security group lets everybody send UDP", [address])
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
	rule.protocol in ["Udp", "udp", "UDP"]
}
