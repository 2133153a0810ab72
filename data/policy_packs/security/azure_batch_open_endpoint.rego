# METADATA
# title: Batch account's endpoint lets every address in
# description: >-
#   A network profile stands there, yet everybody who finds a key runs jobs at your cost.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/batch/public-network-access
# custom:
#   id: DH_AZURE_BATCH_001
#   severity: medium
#   group: security
#   provider: azure
#   service: batch
#   resource_types: [azurerm_batch_account]
#   attributes: ["network_profile[].account_access[].default_action"]
#   remediation: >-
#     Set network_profile { account_access { default_action = "Deny" } } with ip_rule blocks,
#     or public_network_access_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_248]
package dharma.security.azure_batch_open_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Batch account's endpoint lets every address in", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_batch_account"
	not rc.change.after.public_network_access_enabled == false
	some profile in rc.change.after.network_profile
	some access in profile.account_access
	access.default_action == "Allow"
]
