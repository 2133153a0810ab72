# METADATA
# title: Security contact is not told of alerts
# description: >-
#   Defender finds an attack and nobody is woken.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# custom:
#   id: DH_AZURE_DEFENDER_002
#   severity: medium
#   group: security
#   provider: azure
#   service: defender
#   resource_types: [azurerm_security_center_contact]
#   attributes: [alert_notifications]
#   remediation: >-
#     Set alert_notifications to true.
#   fix:
#     set: {alert_notifications: true}
#   frameworks:
#     CIS Azure 2.1: ["2.1.19"]
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AZURE_21, AVD-AZU-0044, azure-security-center-alert-on-severe-notifications]
package dharma.security.azure_defender_contact_alerts

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security contact is not told of alerts", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_security_center_contact"
	rc.change.after.alert_notifications == false
]
