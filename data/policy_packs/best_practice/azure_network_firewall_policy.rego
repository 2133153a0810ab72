# METADATA
# title: Firewall has no firewall policy
# description: >-
#   Classic rules cannot be shared between firewalls, nor use TLS inspection or intrusion
#   prevention.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/firewall-manager/policy-overview
# custom:
#   id: DH_AZURE_NETWORK_006
#   severity: medium
#   group: best_practice
#   provider: azure
#   service: network
#   resource_types: [azurerm_firewall]
#   remediation: >-
#     Write the rules in an azurerm_firewall_policy and set firewall_policy_id.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_219]
package dharma.best_practice.azure_network_firewall_policy

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Firewall has no firewall policy", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_firewall"
	not governed(rc)
]

governed(rc) if {
	is_string(rc.change.after.firewall_policy_id)
	rc.change.after.firewall_policy_id != ""
}

# Set, to an id that is known after apply.
governed(rc) if rc.change.after_unknown.firewall_policy_id == true
