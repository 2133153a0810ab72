# METADATA
# title: Network security group lets everybody reach RDP
# description: >-
#   Port 3389 open to the internet is found and tried by robots within minutes.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# custom:
#   id: DH_AZURE_NSG_002
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
#     Allow port 3389 only from known addresses, or use Azure Bastion and open none.
#   frameworks:
#     CIS Azure 2.1: ["6.1"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_9, AVD-AZU-0048, azure-network-disable-rdp-from-internet]
package dharma.security.azure_nsg_rdp

import data.dharma.lib.security_rules
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Network security group lets everybody reach RDP", [address])
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
	security_rules.reaches(rule, 3389)
}
