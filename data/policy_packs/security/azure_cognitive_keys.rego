# METADATA
# title: AI services account can be used with a key
# description: >-
#   Keys are shared, copied and never expire; the logs do not say who used them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/ai-services/disable-local-auth
# custom:
#   id: DH_AZURE_COGNITIVE_002
#   severity: medium
#   group: security
#   provider: azure
#   service: cognitive
#   resource_types: [azurerm_cognitive_account]
#   attributes: [local_auth_enabled]
#   remediation: >-
#     Set local_auth_enabled to false and give identities the role Cognitive Services User.
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_236]
package dharma.security.azure_cognitive_keys

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AI services account can be used with a key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cognitive_account"
	not rc.change.after.local_auth_enabled == false
]
