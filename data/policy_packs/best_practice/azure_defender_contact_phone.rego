# METADATA
# title: Security contact has no telephone number
# description: >-
#   A mail at night waits until the morning.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
# custom:
#   id: DH_AZURE_DEFENDER_004
#   severity: low
#   group: best_practice
#   provider: azure
#   service: defender
#   resource_types: [azurerm_security_center_contact]
#   attributes: [phone]
#   remediation: >-
#     Set phone.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AZURE_20, AVD-AZU-0046, azure-security-center-set-required-contact-details]
package dharma.best_practice.azure_defender_contact_phone

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Security contact has no telephone number", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_security_center_contact"
	not reachable(rc)
]

reachable(rc) if {
	is_string(rc.change.after.phone)
	rc.change.after.phone != ""
}
