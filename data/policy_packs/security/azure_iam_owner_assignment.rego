# METADATA
# title: Role assignment makes somebody an owner
# description: >-
#   Owners and user access administrators can give any right to anybody, themselves included.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
# custom:
#   id: DH_AZURE_IAM_002
#   severity: medium
#   group: security
#   provider: azure
#   service: iam
#   resource_types: [azurerm_role_assignment]
#   attributes: [role_definition_name]
#   defaults:
#     role_definition_name: null
#   remediation: >-
#     Assign a narrower role, or make the right eligible for a limited time (Privileged
#     Identity Management).
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
package dharma.security.azure_iam_owner_assignment

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Role assignment makes somebody an owner", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_role_assignment"
	rc.change.after.role_definition_name in ["Owner", "User Access Administrator"]
]
