# METADATA
# title: Container registry lets anybody pull images
# description: >-
#   Images hold code, settings and sometimes secrets; everybody on the internet may download
#   all of them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/anonymous-pull-access
# custom:
#   id: DH_AZURE_ACR_006
#   severity: high
#   group: security
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry]
#   attributes: [anonymous_pull_enabled]
#   remediation: >-
#     Set anonymous_pull_enabled to false.
#   fix:
#     set: {anonymous_pull_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_138]
package dharma.security.azure_acr_anonymous_pull

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry lets anybody pull images", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry"
	rc.change.after.anonymous_pull_enabled == true
	rc.change.after.sku in ["Standard", "Premium"]
]
