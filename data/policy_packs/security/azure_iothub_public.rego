# METADATA
# title: IoT hub answers the whole internet
# description: >-
#   A stolen device key sends and receives messages from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/iot-hub/iot-hub-public-network-access
# custom:
#   id: DH_AZURE_IOTHUB_001
#   severity: medium
#   group: security
#   provider: azure
#   service: iothub
#   resource_types: [azurerm_iothub]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and let devices in through a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_108]
package dharma.security.azure_iothub_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IoT hub answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_iothub"
	not rc.change.after.public_network_access_enabled == false
]
