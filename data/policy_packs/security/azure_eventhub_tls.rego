# METADATA
# title: Event Hubs namespace accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the service accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version
# custom:
#   id: DH_AZURE_EVENTHUB_001
#   severity: high
#   group: security
#   provider: azure
#   service: eventhub
#   resource_types: [azurerm_eventhub_namespace]
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
#   twins: [CKV_AZURE_223]
package dharma.security.azure_eventhub_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Event Hubs namespace accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_eventhub_namespace"
	rc.change.after.minimum_tls_version in ["1.0", "1.1"]
]
