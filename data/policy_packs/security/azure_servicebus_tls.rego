# METADATA
# title: Service Bus namespace accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the service accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/service-bus-messaging/transport-layer-security-configure-minimum-version
# custom:
#   id: DH_AZURE_SERVICEBUS_001
#   severity: high
#   group: security
#   provider: azure
#   service: servicebus
#   resource_types: [azurerm_servicebus_namespace]
#   attributes: [minimum_tls_version]
#   defaults:
#     minimum_tls_version: "1.2"
#   remediation: >-
#     Set minimum_tls_version to 1.2 (the provider's default).
#   fix:
#     set: {minimum_tls_version: "1.2"}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_servicebus_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Service Bus namespace accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_servicebus_namespace"
	rc.change.after.minimum_tls_version in ["1.0", "1.1"]
]
