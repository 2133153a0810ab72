# METADATA
# title: Web PubSub service is of the Free tier
# description: >-
#   The Free tier has no service level and takes 20 connections.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-web-pubsub/overview
# custom:
#   id: DH_AZURE_PUBSUB_001
#   severity: low
#   group: reliability
#   provider: azure
#   service: pubsub
#   resource_types: [azurerm_web_pubsub]
#   attributes: [sku]
#   remediation: >-
#     Choose Standard_S1 or Premium_P1 for production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_175]
package dharma.reliability.azure_pubsub_free

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web PubSub service is of the Free tier", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_web_pubsub"
	rc.change.after.sku == "Free_F1"
]
