# METADATA
# title: Container registry has its admin account on
# description: >-
#   One shared password may read and replace every image, and nobody can tell who used it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account
# custom:
#   id: DH_AZURE_ACR_001
#   severity: high
#   group: security
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [admin_enabled]
#   remediation: >-
#     Set admin_enabled to false and sign in with identities and roles.
#   fix:
#     set: {admin_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.3.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_137]
package dharma.security.azure_acr_admin

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry has its admin account on", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	rc.change.after.admin_enabled == true
]
