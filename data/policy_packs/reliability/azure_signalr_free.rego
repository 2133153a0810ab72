# METADATA
# title: SignalR service is of the Free tier
# description: >-
#   The Free tier has no service level and takes 20 connections.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-signalr/signalr-overview
# custom:
#   id: DH_AZURE_SIGNALR_001
#   severity: low
#   group: reliability
#   provider: azure
#   service: signalr
#   resource_types: [azurerm_signalr_service]
#   attributes: ["sku[].name"]
#   remediation: >-
#     Choose Standard_S1 or Premium_P1 for production.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AZURE_196]
package dharma.reliability.azure_signalr_free

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: SignalR service is of the Free tier", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_signalr_service"
	some tier in rc.change.after.sku
	tier.name == "Free_F1"
]
