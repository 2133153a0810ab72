# METADATA
# title: OpenAI account may send data anywhere
# description: >-
#   Data that a model is given can leave to any address it is told to fetch from.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention
# custom:
#   id: DH_AZURE_COGNITIVE_004
#   severity: low
#   group: security
#   provider: azure
#   service: cognitive
#   resource_types: [azurerm_cognitive_account]
#   attributes: [outbound_network_access_restricted, fqdns]
#   remediation: >-
#     Set outbound_network_access_restricted to true and list the allowed fqdns.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_247]
package dharma.security.azure_cognitive_openai_outbound

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenAI account may send data anywhere", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cognitive_account"
	is_string(rc.change.after.kind)
	lower(rc.change.after.kind) == "openai"
	not restricted(rc)
]

restricted(rc) if {
	rc.change.after.outbound_network_access_restricted == true
	is_array(rc.change.after.fqdns)
	count(rc.change.after.fqdns) > 0
}

# Only apply will tell.
restricted(rc) if rc.change.after_unknown.outbound_network_access_restricted == true

restricted(rc) if rc.change.after_unknown.fqdns == true
