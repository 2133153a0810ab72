# METADATA
# title: Subscription owners are not told of security alerts
# description: >-
#   The people who can act on the subscription hear of an attack last.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# custom:
#   id: DH_AZURE_DEFENDER_003
#   severity: medium
#   group: security
#   provider: azure
#   service: defender
#   resource_types: [azurerm_security_center_contact]
#   attributes: [alerts_to_admins]
#   remediation: >-
#     Set alerts_to_admins to true.
#   fix:
#     set: {alerts_to_admins: true}
#   frameworks:
#     CIS Azure 2.1: ["2.1.17"]
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AZURE_22]
package dharma.security.azure_defender_contact_owners

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Subscription owners are not told of security alerts", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_security_center_contact"
	rc.change.after.alerts_to_admins == false
]
