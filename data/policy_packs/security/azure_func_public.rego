# METADATA
# title: Function app answers the whole internet
# description: >-
#   Functions that only other services of yours call need not be found by everybody else.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-functions/functions-networking-options
# custom:
#   id: DH_AZURE_FUNC_003
#   severity: low
#   group: security
#   provider: azure
#   service: func
#   resource_types:
#     - azurerm_linux_function_app
#     - azurerm_linux_function_app_slot
#     - azurerm_windows_function_app
#     - azurerm_windows_function_app_slot
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and add a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_221]
package dharma.security.azure_func_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Function app answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"azurerm_linux_function_app",
		"azurerm_linux_function_app_slot",
		"azurerm_windows_function_app",
		"azurerm_windows_function_app_slot",
	]
	not rc.change.after.public_network_access_enabled == false
]
