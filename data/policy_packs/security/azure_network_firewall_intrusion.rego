# METADATA
# title: Premium firewall policy does not block intrusions
# description: >-
#   Intrusion prevention is paid for with the Premium tier, yet known attacks pass.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/firewall/premium-features#idps
# custom:
#   id: DH_AZURE_NETWORK_007
#   severity: medium
#   group: security
#   provider: azure
#   service: network
#   resource_types: [azurerm_firewall_policy]
#   attributes: ["intrusion_detection[].mode"]
#   remediation: >-
#     Set intrusion_detection { mode = "Deny" }.
#   fix:
#     set: {"intrusion_detection[].mode": Deny}
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
package dharma.security.azure_network_firewall_intrusion

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Premium firewall policy does not block intrusions", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_firewall_policy"
	rc.change.after.sku == "Premium"
	not blocks(rc)
]

blocks(rc) if {
	some detection in rc.change.after.intrusion_detection
	detection.mode == "Deny"
}
