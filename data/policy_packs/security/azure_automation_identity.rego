# METADATA
# title: Automation account has no managed identity
# description: >-
#   Runbooks then sign in with stored passwords or certificates, which run out or leak.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/automation/automation-security-overview
# custom:
#   id: DH_AZURE_AUTOMATION_003
#   severity: low
#   group: security
#   provider: azure
#   service: automation
#   resource_types: [azurerm_automation_account]
#   attributes: [identity]
#   remediation: >-
#     Add identity { type = "SystemAssigned" } and give the identity the roles it needs.
#   fix:
#     set: {"identity[].type": SystemAssigned}
#   frameworks:
#     NIST 800-53 r5: ["IA-5"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.6.2"]
#   twins: [CKV2_AZURE_36]
package dharma.security.azure_automation_identity

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Automation account has no managed identity", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_automation_account"
	not identified(rc)
]

identified(rc) if {
	some identity in rc.change.after.identity
	is_object(identity)
}
