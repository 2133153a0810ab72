# METADATA
# title: Container registry calls a webhook over plain HTTP
# description: >-
#   Names of images and the headers that prove the caller can be read and forged on the way.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-registry/container-registry-webhook
# custom:
#   id: DH_AZURE_ACR_008
#   severity: medium
#   group: security
#   provider: azure
#   service: acr
#   resource_types: [azurerm_container_registry_webhook]
#   attributes: [service_uri]
#   remediation: >-
#     Give service_uri an https:// address.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV2_AZURE_30]
package dharma.security.azure_acr_webhook_https

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Container registry calls a webhook over plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_registry_webhook"
	is_string(rc.change.after.service_uri)
	not startswith(rc.change.after.service_uri, "https://")
]
