# METADATA
# title: Data factory can be reached through its public endpoint
# description: >-
#   A stolen login can start pipelines, and with them read every source the factory reaches,
#   from anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-factory/data-factory-private-link
# custom:
#   id: DH_AZURE_DATAFACTORY_001
#   severity: medium
#   group: security
#   provider: azure
#   service: datafactory
#   resource_types: [azurerm_data_factory]
#   attributes: [public_network_enabled]
#   remediation: >-
#     Give the factory a private endpoint and set public_network_enabled to false.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_104, AVD-AZU-0035, azure-datafactory-no-public-access]
package dharma.security.azure_datafactory_public_endpoint

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data factory can be reached through its public endpoint", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_data_factory"
	not rc.change.after.public_network_enabled == false
]
