# METADATA
# title: Defender plan is off
# description: >-
#   On the Free tier attacks on this kind of resource are not noticed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction
# custom:
#   id: DH_AZURE_DEFENDER_001
#   severity: medium
#   group: security
#   provider: azure
#   service: defender
#   resource_types: [azurerm_security_center_subscription_pricing]
#   attributes: [tier]
#   remediation: >-
#     Set tier to Standard for the kinds of resource you use (each is billed).
#   fix:
#     set: {tier: Standard}
#   frameworks:
#     CIS Azure 2.1:
#       ["2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6", "2.1.7", "2.1.8", "2.1.9", "2.1.10", "2.1.11"]
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins:
#     - CKV_AZURE_19
#     - CKV_AZURE_55
#     - CKV_AZURE_61
#     - CKV_AZURE_69
#     - CKV_AZURE_79
#     - CKV_AZURE_84
#     - CKV_AZURE_85
#     - CKV_AZURE_86
#     - CKV_AZURE_234
#     - AVD-AZU-0045
#     - azure-security-center-enable-standard-subscription
package dharma.security.azure_defender_free

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Defender plan is off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_security_center_subscription_pricing"
	rc.change.after.tier == "Free"
]
