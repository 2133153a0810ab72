# METADATA
# title: Custom role allows every action
# description: >-
#   Whoever holds the role owns its scope, under a name that reviews do not look for.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
# custom:
#   id: DH_AZURE_IAM_001
#   severity: high
#   group: security
#   provider: azure
#   service: iam
#   resource_types: [azurerm_role_definition]
#   attributes: ["permissions[].actions"]
#   remediation: >-
#     Name the actions that are needed, or assign the built-in Owner where it is meant.
#   frameworks:
#     CIS Azure 2.1: ["1.22"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_AZURE_39, AVD-AZU-0030, azure-authorization-limit-role-actions]
package dharma.security.azure_iam_custom_owner

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Custom role allows every action", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_role_definition"
	some permission in rc.change.after.permissions
	"*" in permission.actions
]
