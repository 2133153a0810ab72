# METADATA
# title: AI services account answers the whole internet
# description: >-
#   A leaked key is used from anywhere, on your bill and with your data.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks
# custom:
#   id: DH_AZURE_COGNITIVE_001
#   severity: medium
#   group: security
#   provider: azure
#   service: cognitive
#   resource_types: [azurerm_cognitive_account]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and add a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_134]
package dharma.security.azure_cognitive_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AI services account answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cognitive_account"
	not rc.change.after.public_network_access_enabled == false
]
