# METADATA
# title: Automation account answers the whole internet
# description: >-
#   A leaked key or webhook starts runbooks from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/automation/how-to/private-link-security
# custom:
#   id: DH_AZURE_AUTOMATION_002
#   severity: medium
#   group: security
#   provider: azure
#   service: automation
#   resource_types: [azurerm_automation_account]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and add a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV2_AZURE_24]
package dharma.security.azure_automation_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Automation account answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_automation_account"
	not rc.change.after.public_network_access_enabled == false
]
