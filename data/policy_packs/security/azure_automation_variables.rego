# METADATA
# title: Automation variable is stored unencrypted
# description: >-
#   Everybody who may read the account reads the value.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/automation/shared-resources/variables
# custom:
#   id: DH_AZURE_AUTOMATION_001
#   severity: medium
#   group: security
#   provider: azure
#   service: automation
#   resource_types:
#     - azurerm_automation_variable_bool
#     - azurerm_automation_variable_datetime
#     - azurerm_automation_variable_int
#     - azurerm_automation_variable_object
#     - azurerm_automation_variable_string
#   attributes: [encrypted]
#   remediation: >-
#     Set encrypted to true; the variable is made anew.
#   fix:
#     set: {encrypted: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AZURE_73]
package dharma.security.azure_automation_variables

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Automation variable is stored unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_automation_variable_bool",
		"azurerm_automation_variable_datetime",
		"azurerm_automation_variable_int",
		"azurerm_automation_variable_object",
		"azurerm_automation_variable_string",
	]
	not rc.change.after.encrypted == true
]
