# METADATA
# title: Logic app's triggers answer every address
# description: >-
#   Whoever learns a trigger's address starts the workflow from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app#restrict-inbound-ip-addresses
# custom:
#   id: DH_AZURE_LOGIC_002
#   severity: medium
#   group: security
#   provider: azure
#   service: logic
#   resource_types: [azurerm_logic_app_workflow]
#   attributes: ["access_control[].trigger"]
#   remediation: >-
#     Add access_control { trigger { allowed_caller_ip_address_range } }.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.azure_logic_open_triggers

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Logic app's triggers answer every address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_logic_app_workflow"
	not limited(rc)
]

limited(rc) if {
	some control in rc.change.after.access_control
	some trigger in control.trigger
	is_object(trigger)
}
