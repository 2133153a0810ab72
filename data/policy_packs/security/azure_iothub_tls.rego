# METADATA
# title: IoT hub accepts TLS older than 1.2
# description: >-
#   Devices may be talked down to TLS 1.0, which has known breaks.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support
# custom:
#   id: DH_AZURE_IOTHUB_002
#   severity: high
#   group: security
#   provider: azure
#   service: iothub
#   resource_types: [azurerm_iothub]
#   attributes: [min_tls_version]
#   remediation: >-
#     Set min_tls_version to 1.2; the hub is made anew.
#   fix:
#     set: {min_tls_version: "1.2"}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_iothub_tls

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: IoT hub accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_iothub"
	not rc.change.after.min_tls_version == "1.2"
]
