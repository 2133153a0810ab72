# METADATA
# title: Network security group lets everybody reach plain HTTP
# description: >-
#   What goes over port 80 is neither secret nor protected from change on its way.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# custom:
#   id: DH_AZURE_NSG_003
#   severity: medium
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
#     Open 443 instead, or let only the load balancer or gateway in that redirects to HTTPS.
#   frameworks:
#     CIS Azure 2.1: ["6.4"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_160]
package dharma.security.azure_nsg_http

import data.dharma.lib.security_rules
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network security group lets everybody reach plain HTTP", [address])
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
	security_rules.reaches(rule, 80)
}
