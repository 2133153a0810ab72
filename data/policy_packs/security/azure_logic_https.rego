# METADATA
# title: Logic app answers plain HTTP
# description: >-
#   The signature in a trigger's address, which is its password, crosses the network in clear.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app
# custom:
#   id: DH_AZURE_LOGIC_001
#   severity: high
#   group: security
#   provider: azure
#   service: logic
#   resource_types: [azurerm_logic_app_standard]
#   attributes: [https_only]
#   remediation: >-
#     Set https_only to true.
#   fix:
#     set: {https_only: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_logic_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Logic app answers plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_logic_app_standard"
	not rc.change.after.https_only == true
]
